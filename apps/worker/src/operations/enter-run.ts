import { Context } from '@temporalio/activity';
import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { advanceSnapshot } from '@milepost/db/operations/read-next-step';
import { hasStarted, startRun } from '@milepost/db/operations/lifecycle/start-run';
import type { NextStep } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../startup/dependencies';
import { prepareIfNext } from './prepare-operation';
import { readCluster } from '../temporal/cluster';

/** The workflow run of this activity. */
function currentRun(): string {
  const runId = Context.current().info.workflowExecution?.runId;
  if (runId === undefined) throw new Error('An operation is carried out by its workflow');
  return runId;
}

/** Whether the workflow run of this activity executes the operation. */
export function isInRun({ db }: Pick<Dependencies, 'db'>, operationId: string): Promise<boolean> {
  return hasStarted(db, { operationId, runId: currentRun() });
}

/**
 * What every activity begins with: its workflow run is recorded if it is not yet, due timeouts are applied, and the
 * operation is prepared if that is the next step. One transaction. Returns the step after that.
 */
export async function enterRun(dependencies: Dependencies, operationId: string): Promise<NextStep> {
  const { db, engine, workerId, publishOperation } = dependencies;
  const runId = currentRun();
  const cluster = (await isInRun(dependencies, operationId)) ? null : await readCluster(engine);
  const next = await transaction(db, async (tx) => {
    const snapshot =
      cluster === null
        ? await advanceSnapshot(tx, await lockOperation(tx, operationId))
        : await startRun(tx, { operationId, runId, cluster, workerId });
    return prepareIfNext(tx, { ...dependencies, ...snapshot });
  });
  publishOperation(operationId);
  return next;
}
