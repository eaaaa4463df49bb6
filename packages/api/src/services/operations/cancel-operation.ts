import { transaction } from '@milepost/db/client';
import { askCancel } from '@milepost/db/operations/ask-cancel';
import type { Dependencies } from '../../dependencies';
import { cancelOperationWorkflow } from '../../temporal/cancel-operation';
import type { OperationSummary } from '../../views';
import { requireOperation } from './require-operation';
import { operationSummary } from './summary';

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'log' | 'notifier'>;

/** Writes who wants it cancelled and why, then tells Temporal at once; the outbox tells it again where that fails. */
export async function cancelOperation(
  { db, temporal, log, notifier }: Needed,
  { operationId, by, reason }: { operationId: string; by: string; reason: string | null },
): Promise<OperationSummary> {
  await transaction(db, (tx) => askCancel(tx, { operationId, by, reason }));
  notifier.touch(operationId);
  await cancelOperationWorkflow(temporal, { operationId, by, reason }).catch((error: unknown) => {
    log.debug({ err: error, operationId }, 'The cancellation is left to the dispatcher');
  });
  return operationSummary(await requireOperation(db, operationId));
}
