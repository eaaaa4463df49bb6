import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readUnmarked } from '@milepost/db/operations/delivery/list-reconcilable';
import type { TerminatedRun } from '@milepost/db/operations/delivery/list-reconcilable';
import { OPERATIONS_QUERY } from '@milepost/contract/operation-workflow';
import { withDeadline } from '../temporal/client';
import { describeWorkflow } from './describe-workflow';
import { markTerminated } from './mark-terminated';
import type { ReconcilerOptions } from './reconciler-options';

/** Temporal lists a run as terminated within a second or two: together with this, an operation is marked well within 15 s. */
const EVERY_MS = 5_000;

const PAGE = 100;
/** After a mass termination the rest is found by the full comparison. */
const PAGES = 20;

/**
 * Looks every 5 s for runs that were terminated, until `signal` is aborted: one list request for any number of open operations, where
 * comparing takes a request for each. Never throws.
 */
export async function watchTerminatedRuns(options: ReconcilerOptions, signal: AbortSignal): Promise<void> {
  let known: ReadonlySet<string> = new Set();
  while (!signal.aborted) {
    try {
      const runs = await listTerminated(options.engine, known);
      for (const run of await readUnmarked(options.db, runs)) await check(options, run);
      known = new Set(runs.map(({ runId }) => runId));
    } catch (error) {
      options.log.debug({ reason: String(error) }, 'Terminated workflows cannot be listed now');
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** A reset terminates a run, too, and continues in another one. */
async function check(options: ReconcilerOptions, run: TerminatedRun): Promise<void> {
  const workflow = await describeWorkflow(options.engine, run.workflowId);
  if (workflow?.status === 'TERMINATED' && workflow.runId === run.runId) await markTerminated(options, run);
}

type ListedRun = Omit<TerminatedRun, 'operationId'>;

/** The latest first, page by page until a page holds nothing but `known` runs. */
async function listTerminated(engine: Client, known: ReadonlySet<string>): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  let nextPageToken: Uint8Array | undefined;
  for (let page = 1; page <= PAGES; page++) {
    const answer = await withDeadline(engine, () =>
      engine.workflowService.listWorkflowExecutions({
        namespace: engine.options.namespace,
        pageSize: PAGE,
        query: `${OPERATIONS_QUERY} AND ExecutionStatus = "Terminated"`,
        ...(nextPageToken && { nextPageToken }),
      }),
    );
    const listed = answer.executions.flatMap(({ execution }) =>
      execution?.workflowId && execution.runId
        ? [{ workflowId: execution.workflowId, runId: execution.runId }]
        : [],
    );
    runs.push(...listed);
    nextPageToken = answer.nextPageToken;
    if (!nextPageToken?.length || listed.every(({ runId }) => known.has(runId))) break;
  }
  return runs;
}
