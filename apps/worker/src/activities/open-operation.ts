import { Context } from '@temporalio/activity';
import { transaction } from '@milepost/db/client';
import { openOperation } from '@milepost/db/operations/open-operation';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { readCluster } from '../temporal/cluster';
import { prepareWhenDue } from '../prepare-when-due';

/** Takes an operation up in this run, and prepares it where it holds its lane; a finished one is left alone. */
export function createOpenOperation({
  db,
  engine,
  readPlan,
  decideWithinMs,
}: Pick<
  Dependencies,
  'db' | 'engine' | 'readPlan' | 'decideWithinMs'
>): OperationActivities['openOperation'] {
  return async (operationId) => {
    const runId = Context.current().info.workflowExecution?.runId;
    if (runId === undefined) throw new Error('An operation is opened by its workflow');
    const cluster = await readCluster(engine);
    return transaction(db, async (tx) => {
      const standing = await openOperation(tx, { operationId, runId, cluster });
      return prepareWhenDue(tx, { ...standing, readPlan, decideWithinMs });
    });
  };
}
