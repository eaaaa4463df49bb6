'use client';

import type { ServerDetail } from '@milepost/api/views';

import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { QueueBlocked } from './queue-blocked';
import { QueueHolder } from './queue-holder';
import { QueueEntries } from './queue-entries';

/** Who works on the server and why, who waits at which place, and what blocks it. */
export function QueuePanel({ server }: { server: ServerDetail }) {
  const { blocked, waitingOperations } = server;
  const { holder } = server.queue;
  const waiting = waitingOperations.filter(({ id }) => id !== holder?.id);
  const note = holder === null ? 'idle' : waiting.length === 0 ? 'busy' : `busy, ${waiting.length} waiting`;
  return (
    <Section id="queue" title="Queue" note={blocked === null ? note : 'blocked'}>
      <Panel>
        {blocked !== null && <QueueBlocked server={server} blocked={blocked} />}
        {holder === null && waiting.length === 0 && blocked === null && (
          <p className="px-4 py-3 text-ink-2">Idle. The next operation starts immediately.</p>
        )}
        {holder !== null && <QueueHolder holder={holder} />}
        {waiting.length > 0 && (
          <div className="border-t first:border-t-0">
            <QueueEntries waiting={waiting} />
          </div>
        )}
      </Panel>
    </Section>
  );
}
