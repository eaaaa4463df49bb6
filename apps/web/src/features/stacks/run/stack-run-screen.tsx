'use client';

import { isMissing } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Panel } from '../../../components/layout/panel';
import { QueryPanel } from '../../../components/layout/query-panel';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { Bar } from '../../../components/status/bar';
import { Pill } from '../../../components/status/pill';
import { StatusIcon } from '../../../components/status/status-icon';
import { Clock } from '../../../time/ticking';
import { MissingStackRun } from '../../console/missing-subject';
import { ConsolePage } from '../../console/page';
import { Person } from '../../session/person';
import { runBar, runStyle } from '../run-status';
import { EndRun } from './end-run';
import { RunStopped } from './run-stopped';
import { RunSteps } from './run-steps';

const above = [{ label: 'Stacks', href: '/stacks' }];
/** The live stream reports operations and servers. The run is polled as well, in case the stream is down. */
const POLL_MS = 5_000;

/** One run of a stack: a progress line over all steps, and each step with its operation. */
export function StackRunScreen({ runId }: { runId: string }) {
  const query = trpc.stacks.getRun.useQuery(
    { runId },
    { refetchInterval: ({ state }) => (state.data?.endedAt === null ? POLL_MS : false) },
  );
  const run = query.data;
  if (run === undefined && isMissing(query.error)) return <MissingStackRun />;
  if (run === undefined)
    return (
      <ConsolePage title="Stack" above={above}>
        <QueryPanel
          error={query.error}
          title="The run could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={<SkeletonRows rows={5} widths={[200, 160]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  const { name, server, status, sentence, requestedBy, requestedAt } = run;
  const style = runStyle(status);
  const bar = runBar(run);
  const title = `${name} on ${server.name}`;
  return (
    <ConsolePage
      title={title}
      titlePrefix={run.endedAt === null ? `${bar.percentage} %` : undefined}
      above={above}
    >
      <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-[1_1_320px]">
          <div className="flex flex-wrap items-center gap-2.5">
            <h1 className="text-xl tracking-tight text-balance wrap-anywhere">{title}</h1>
            <Pill tone={style.tone} icon={<StatusIcon name={style.icon} tone={style.tone} />}>
              {style.word}
            </Pill>
          </div>
          <p className="mt-0.5 text-ink-2">
            started by <Person email={requestedBy} /> at <Clock at={requestedAt} />
          </p>
        </div>
        {run.canEnd && <EndRun run={run} />}
      </div>
      <RunStopped run={run} />
      <section aria-label="Progress" className="mb-5 max-sm:mb-4">
        <Panel className="px-4 pt-3.5 pb-3 max-sm:px-3.5">
          <div className="mb-2.5 flex flex-wrap items-baseline gap-2 font-semibold tracking-tight">
            <p role="status" className="min-w-0 wrap-anywhere">
              {sentence}
            </p>
            <p className="ml-auto text-lg">{bar.percentage} %</p>
          </div>
          <Bar label="Progress of all steps" {...bar} size="lg" ticks />
          {status === 'running' && (
            <p className="mt-2 text-ink-2">You can close this page. The steps continue.</p>
          )}
        </Panel>
      </section>
      <RunSteps steps={run.steps} />
    </ConsolePage>
  );
}
