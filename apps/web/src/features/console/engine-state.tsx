'use client';

import { Sign } from '../../components/sign';
import { useLiveOverview } from '../../live/use-live-overview';

/** Whether operations can run at all: the workflow engine and its workers. */
export function EngineState() {
  const { data } = useLiveOverview();
  if (data === undefined) return null;
  const { reachable, workers, foreignSince } = data.engine;
  const well = reachable && workers !== 0 && foreignSince === null;
  return (
    <div className="grid gap-0.5 px-4 py-2 text-xs text-ink-3 max-lg:hidden">
      <span className="flex items-center gap-[7px]">
        <Sign name={well ? 'healthy' : 'warn'} tone={well ? 'ok' : 'warn'} />
        {foreignSince !== null ? 'Another engine' : reachable ? 'Engine reachable' : 'Engine unreachable'}
      </span>
      <span className="pl-[23px]">
        {foreignSince !== null
          ? 'operations stand still'
          : reachable
            ? workersWords(workers)
            : 'operations wait for it'}
      </span>
    </div>
  );
}

function workersWords(workers: number | null): string {
  if (workers === null) return 'workers unknown';
  if (workers === 0) return 'no worker runs';
  return workers === 1 ? '1 worker' : `${workers} workers`;
}
