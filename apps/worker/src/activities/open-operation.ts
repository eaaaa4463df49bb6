import { Context } from '@temporalio/activity';
import { transaction } from '@milepost/db/client';
import { openOperation as takeUp } from '@milepost/db/operations/open-operation';
import type { Next, OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { readCluster } from '../temporal/cluster';
import { prepareWhenDue } from '../prepare-when-due';

type Needed = Pick<Dependencies, 'db' | 'engine' | 'readPlan' | 'decideWithinMs'>;

export function createOpenOperation(needed: Needed): OperationActivities['openOperation'] {
  return (operationId) => openOperation(needed, operationId);
}

/** Takes an operation up in this run, and prepares it where it holds its lane; a finished one is left alone. */
export async function openOperation(
  { db, engine, readPlan, decideWithinMs }: Needed,
  operationId: string,
): Promise<Next> {
  const runId = Context.current().info.workflowExecution?.runId;
  if (runId === undefined) throw new Error('An operation is opened by its workflow');
  const cluster = await readCluster(engine);
  return transaction(db, async (tx) => {
    const standing = await takeUp(tx, { operationId, runId, cluster });
    return prepareWhenDue(tx, { ...standing, readPlan, decideWithinMs });
  });
}
