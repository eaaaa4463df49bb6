import { groupBy } from './group-by';
import { named } from './facts';
import type { Facts, SeenOperation, SeenRun } from './facts';

/** Rows and Temporal: every ended operation has runs that are closed as it ended, and the other way round. */
export function compareRuns({ operations, runs }: Facts): string[] {
  const of = groupBy(runs, ({ workflowId }) => workflowId);
  const known = new Set(operations.map(({ workflowId }) => workflowId));
  return [
    ...[...of.keys()].filter((id) => !known.has(id)).map((id) => `Workflow ${id} has no operation`),
    ...operations.flatMap((operation) =>
      compareOne(operation, of.get(operation.workflowId ?? '') ?? []).map(
        (difference) => `${named(operation)} ${difference}`,
      ),
    ),
  ];
}

function compareOne({ status, milestones, commands, events }: SeenOperation, runs: SeenRun[]): string[] {
  const newest = runs.toSorted((one, other) => one.startedAt - other.startedAt).at(-1);
  if (!newest) return ['has no workflow'];
  const found = runs
    .filter(({ last }) => !CLOSED.includes(last))
    .map(({ runId, last }) => `is ${status}, and its run ${runId} is open at ${last}`);
  const why = disagrees(newest, { status, milestones });
  if (why && found.length === 0) found.push(`is ${status}, and its run ${newest.runId} ${why}`);
  const asked = new Set(runs.flatMap(({ milestones }) => milestones));
  for (const { key, milestone, attemptKey } of commands)
    if (!asked.has(`${milestone} ${attemptKey}`)) found.push(`has command ${key}, for which no run asked`);
  const ids = new Set(runs.map(({ runId }) => runId));
  for (const { type, data } of events)
    if (type === 'run_started' && !ids.has(String(data['runId'])))
      found.push(`was opened by run ${String(data['runId'])}, which Temporal does not know`);
  return found;
}

const CLOSED = ['COMPLETED', 'FAILED', 'CANCELED', 'TERMINATED'].map((how) => `WORKFLOW_EXECUTION_${how}`);

function disagrees(
  run: SeenRun,
  { status, milestones }: Pick<SeenOperation, 'status' | 'milestones'>,
): string | null {
  const { last, result } = run;
  switch (last) {
    case 'WORKFLOW_EXECUTION_COMPLETED':
      return result === status && status !== 'failed' ? null : `completed as ${String(result)}`;
    case 'WORKFLOW_EXECUTION_FAILED':
      return status === 'failed' ? null : 'failed';
    case 'WORKFLOW_EXECUTION_CANCELED':
      return status === 'canceled' ? null : 'was canceled';
    case 'WORKFLOW_EXECUTION_TERMINATED':
      return mayHaveClosed(run, { status, milestones }) ? null : 'was terminated before it closed anything';
    default:
      return `ended with ${last}`;
  }
}

/** One that is terminated in its last breath has closed its operation before; so has its last milestone, forwards or back. */
function mayHaveClosed(
  { closed, milestones: asked }: SeenRun,
  { status, milestones }: Pick<SeenOperation, 'status' | 'milestones'>,
): boolean {
  const [n] = asked.at(-1)?.split(' ') ?? [];
  return closed || n === String(status === 'completed' ? milestones.length : 1);
}
