'use client';

import type { ServerDetail } from '@milepost/api/views';
import Link from 'next/link';

import { Banner } from '../../components/banner';
import { Panel } from '../../components/panel';
import { Section } from '../../components/section';
import { Sign } from '../../components/sign';
import { Ago } from '../../time/ticking';
import { OperationSign } from '../operations/operation-sign';
import { ProgressBar } from '../operations/progress-bar';
import { shortTitle } from '../operations/titles';

/** Who works on the server, and who waits at which place. */
export function LanePanel({ server: { lane, queue } }: { server: ServerDetail }) {
  const { holder, blocked } = lane;
  const waiting = queue.filter(({ id }) => id !== holder?.id);
  const note = holder === null ? 'free' : waiting.length === 0 ? 'held' : `held, ${waiting.length} waiting`;
  return (
    <Section id="lane" title="Lane" note={blocked === null ? note : 'blocked'}>
      <Panel>
        {blocked !== null && (
          <div className="p-3">
            <Banner look="bad" sign={<Sign name="blocked" tone="bad" />}>
              {blocked}
            </Banner>
          </div>
        )}
        {holder === null && waiting.length === 0 && blocked === null && (
          <p className="px-4 py-3 text-ink-2">Nobody works on it. The next operation starts at once.</p>
        )}
        {holder !== null && (
          <Link href={`/operations/${holder.id}`} className="grid gap-2 px-4 pt-3 pb-[13px] hover:bg-hover">
            <span className="flex items-center gap-2">
              <OperationSign operation={holder} />
              <span className="truncate font-medium">{shortTitle(holder)}</span>
              <span className="ml-auto">{holder.progress.percentage} %</span>
            </span>
            <ProgressBar progress={holder.progress} />
            <span className="truncate text-xs text-ink-2">
              {holder.progress.step}/{holder.progress.total} {holder.progress.label}
            </span>
          </Link>
        )}
        {waiting.length > 0 && (
          <ol>
            {waiting.map((operation, index) => (
              <li key={operation.id} className="border-t">
                <Link
                  href={`/operations/${operation.id}`}
                  className="flex items-center gap-2.5 py-2 pr-3 pl-4 hover:bg-hover"
                >
                  <span className="w-4 flex-none text-center text-xs text-ink-3">{index + 1}</span>
                  <span className="min-w-0">
                    <span className="block truncate">{shortTitle(operation)}</span>
                    <span className="block truncate text-xs text-ink-3">
                      {operation.requestedBy}, <Ago at={operation.requestedAt} />
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </Section>
  );
}
