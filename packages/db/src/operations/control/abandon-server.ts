import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { lockOperation } from '../lock-operation';
import { hasEnded } from '@milepost/contract/statuses';

/**
 * Stops waiting for the server of an operation that is being closed: it ends as unknown, and the
 * queue is blocked by it.
 *
 * @throws DatabaseError operation_not_found, not_closing
 */
export async function abandonServer(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const closing = operation.cancelRequestedBy !== null || operation.outcome !== null;
  if (hasEnded(operation.status) || !closing) throw new DatabaseError({ code: 'not_closing', operationId });
  await tx.$executeRaw`update operations set abandoned_by = coalesce(abandoned_by, ${by}) where id = ${operationId}`;
  await appendEvent(tx, {
    operationId,
    key: `stop-waiting-${operation.attemptKey}`,
    type: 'server_abandoned',
    data: { by },
  });
}
