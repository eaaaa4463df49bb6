import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { lockOperation } from './lock-operation';
import { hasEnded } from './words';

/**
 * A person does not want to wait any longer for the server of an operation that is being closed: it ends as unknown, and the
 * lane is blocked by it.
 *
 * @throws DatabaseError operation_not_found, not_now
 */
export async function stopWaiting(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const closing = operation.cancelAskedBy !== null || operation.outcome !== null;
  if (hasEnded(operation.status) || !closing)
    throw new DatabaseError('not_now', 'It is not being ended.', { operationId });
  await tx.$executeRaw`update operations set stop_waiting_by = coalesce(stop_waiting_by, ${by}) where id = ${operationId}`;
  await appendEvent(tx, {
    operationId,
    key: `stop-waiting-${operation.epoch}`,
    type: 'stop_waiting_asked',
    data: { by },
  });
}
