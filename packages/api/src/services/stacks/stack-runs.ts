import type { Database } from '@milepost/db/client';
import { readStackRuns, readStackSteps } from '@milepost/db/stacks/read-runs';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import { requestError } from '../../errors/request-error';
import type { Dependencies } from '../../process/dependencies';
import type { StackRunSummary, StackRunView } from '../../views/stack-views';
import { operationSummary } from '../operations/views/summary';
import { requestChange } from '../requests/request-change';
import { stackRunView } from './run-view';

const LAST_RUNS = 10;

/** The last runs of all stacks. */
export async function listStackRuns(db: Database): Promise<StackRunSummary[]> {
  const views = await readViews(db, { limit: LAST_RUNS });
  return views.map(({ id, name, server, status, sentence, percentage, ...view }) => ({
    ...{ id, name, server, status, sentence, percentage },
    ...{ requestedBy: view.requestedBy, requestedAt: view.requestedAt, endedAt: view.endedAt },
  }));
}

/** Throws AppError NOT_FOUND. */
export async function getStackRun(db: Database, runId: string): Promise<StackRunView> {
  const [run] = await readViews(db, { id: runId, limit: 1 });
  if (!run) throw requestError('NOT_FOUND', { code: 'stack_run_not_found' });
  return run;
}

async function readViews(db: Database, which: { id?: string; limit: number }): Promise<StackRunView[]> {
  const runs = await readStackRuns(db, which);
  const steps = await readStackSteps(
    db,
    runs.map(({ id }) => id),
  );
  const operations = await readOperations(
    db,
    steps.map(({ operationId }) => operationId),
  );
  const byId = new Map(operations.map((operation) => [operation.id, operationSummary(operation)]));
  return runs.map((run) => {
    const own = steps.filter(({ runId }) => runId === run.id);
    return stackRunView(run, own, byId);
  });
}

type Needed = Pick<Dependencies, 'db' | 'notifier'>;

interface Decided {
  runId: string;
  by: string;
}

/** Goes on after the step that the run stopped at, or tries that again. */
export async function continueStack(
  needed: Needed,
  { runId, by, ...where }: Decided & { n: number; again: boolean },
): Promise<StackRunView> {
  const { server } = await getStackRun(needed.db, runId);
  const request = { kind: 'continue_stack', serverId: server.id, runId, ...where } as const;
  await requestChange(needed.db, { request, by });
  return changed(needed, runId);
}

/** No further step begins. */
export async function endStack(needed: Needed, { runId, by }: Decided): Promise<StackRunView> {
  const { server } = await getStackRun(needed.db, runId);
  await requestChange(needed.db, { request: { kind: 'end_stack', serverId: server.id, runId }, by });
  return changed(needed, runId);
}

async function changed({ db, notifier }: Needed, runId: string): Promise<StackRunView> {
  const run = await getStackRun(db, runId);
  notifier.publishServer(run.server.id);
  return run;
}
