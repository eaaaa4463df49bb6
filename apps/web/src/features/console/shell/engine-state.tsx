'use client';

import type { Overview } from '@milepost/api/overview-views';

import { Banner } from '../../../components/layout/banner';
import { StatusIcon } from '../../../components/status/status-icon';
import { useLiveOverview } from '../../../live/use-live-overview';
import { plural } from '@milepost/contract/messages/format/text';

/** Whether operations can run at all: the workflow engine and its workers. */
export function EngineState() {
  const { data } = useLiveOverview();
  if (data === undefined) return null;
  const well = isWell(data.engine);
  const [title, detail] = stateLabels(data.engine);
  return (
    <div className="grid gap-0.5 px-4 py-2 text-xs text-ink-3 max-md:hidden">
      <span className="flex items-center gap-[7px]">
        <StatusIcon name={well ? 'healthy' : 'warn'} tone={well ? 'ok' : 'warn'} />
        {title}
      </span>
      <span className="pl-[23px]">{detail}</span>
    </div>
  );
}

/** The same where the rail has no room for it, and only while something is wrong. */
export function EngineBanner() {
  const { data } = useLiveOverview();
  if (data === undefined || isWell(data.engine)) return null;
  const [title, detail] = stateLabels(data.engine);
  return (
    <Banner variant="warn" className="mb-4 md:hidden" icon={<StatusIcon name="warn" tone="warn" />}>
      {title}: {detail}.
    </Banner>
  );
}

const isWell = ({ reachable, workers, unexpectedSince }: Overview['engine']): boolean =>
  reachable && workers !== 0 && unexpectedSince === null;

function stateLabels({ reachable, workers, unexpectedSince }: Overview['engine']): [string, string] {
  if (unexpectedSince !== null) return ['Different Temporal cluster', 'operations are on hold'];
  if (!reachable) return ['Temporal unreachable', 'operations are waiting'];
  if (workers === 0) return ['No worker is running', 'operations are waiting'];
  return ['Temporal connected', plural(workers, { one: '1 worker', other: `${workers} workers` })];
}
