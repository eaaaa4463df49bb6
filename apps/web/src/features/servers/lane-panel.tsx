'use client';

import type { ServerDetail } from '@milepost/api/views';

import { Panel } from '../../components/panel';
import { Section } from '../../components/section';
import { LaneBlocked } from './lane-blocked';
import { LaneHolder } from './lane-holder';
import { LaneQueue } from './lane-queue';

/** Who works on the server and why, who waits at which place, and what blocks it. */
export function LanePanel({ server }: { server: ServerDetail }) {
  const { blocked, queue } = server;
  const { holder } = server.lane;
  const waiting = queue.filter(({ id }) => id !== holder?.id);
  const note = holder === null ? 'free' : waiting.length === 0 ? 'held' : `held, ${waiting.length} waiting`;
  return (
    <Section id="lane" title="Lane" note={blocked === null ? note : 'blocked'}>
      <Panel>
        {blocked !== null && <LaneBlocked server={server} blocked={blocked} />}
        {holder === null && waiting.length === 0 && blocked === null && (
          <p className="px-4 py-3 text-ink-2">Nobody works on it. The next operation starts at once.</p>
        )}
        {holder !== null && <LaneHolder holder={holder} />}
        {waiting.length > 0 && (
          <div className="border-t first:border-t-0">
            <LaneQueue waiting={waiting} />
          </div>
        )}
      </Panel>
    </Section>
  );
}
