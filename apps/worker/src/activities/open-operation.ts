import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { openOperation } from '@milepost/db/operations/open-operation';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import { readCluster } from '../temporal/cluster';

/** Takes an operation up in this run; a finished one is left alone. */
export function createOpenOperation(dependencies: {
  db: Database;
  engine: Client;
}): OperationActivities['openOperation'] {
  const { db, engine } = dependencies;
  return async (operationId) => {
    const runId = Context.current().info.workflowExecution?.runId;
    if (runId === undefined) throw new Error('An operation is opened by its workflow');
    const cluster = await readCluster(engine);
    return transaction(db, (tx) => openOperation(tx, { operationId, runId, cluster }));
  };
}
