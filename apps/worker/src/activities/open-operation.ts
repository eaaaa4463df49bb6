import { Context } from '@temporalio/activity';
import { transaction } from '@milepost/db/client';
import { openOperation } from '@milepost/db/operations/open-operation';
import type { Next, OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { readCluster } from '../temporal/cluster';
import { prepareWhenDue } from '../prepare-when-due';
import { withHeartbeat } from './heartbeat';
import { runMilestone } from './run-milestone';

/** Opens an operation, and goes on with the milestone that the activity is named after. */
export function createOpenOperation(dependencies: Dependencies): OperationActivities['openOperation'] {
  return (operationId, begins) =>
    withHeartbeat(async (heartbeat) => {
      const next = await open(dependencies, operationId);
      dependencies.committed(operationId); // a server that cannot be reached may hold the milestone up
      // After a reset, or an attempt that was cut off, another may come next: that one is carried out under its own name.
      if (next.do !== 'run' || next.title !== begins) return next;
      return runMilestone(dependencies, {
        operationId,
        milestone: next.milestone,
        epoch: next.epoch,
        heartbeat,
      });
    });
}

/** Takes an operation up in this run, and prepares it where it holds its lane; a finished one is left alone. */
async function open(
  { db, engine, readPlan, decideWithinMs }: Dependencies,
  operationId: string,
): Promise<Next> {
  const runId = Context.current().info.workflowExecution?.runId;
  if (runId === undefined) throw new Error('An operation is opened by its workflow');
  const cluster = await readCluster(engine);
  return transaction(db, async (tx) => {
    const standing = await openOperation(tx, { operationId, runId, cluster });
    return prepareWhenDue(tx, { ...standing, readPlan, decideWithinMs });
  });
}
