import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { lockOperation } from './lock-operation';
import { post } from './outbox';
import { hasEnded } from './words';

export interface CancelAsked {
  operationId: string;
  by: string;
  reason: string | null;
}

/**
 * Says who wants it cancelled and why, raises the fence, and has the workflow cancelled: what comes of that closes the
 * operation. Asked twice is asked once.
 *
 * @throws DatabaseError operation_not_found, operation_ended
 */
export async function askCancel(tx: Transaction, asked: CancelAsked): Promise<void> {
  const operation = await lockOperation(tx, asked.operationId);
  if (hasEnded(operation.status)) {
    throw new DatabaseError('operation_ended', 'It has ended already.', { operationId: operation.id });
  }
  if (operation.cancelAskedBy) return;
  await recordCancel(tx, asked);
  await post(tx, { operationId: operation.id, kind: 'cancel' });
}

/** The row of a cancellation that came through Temporal itself, or that is being asked for. The operation is locked. */
export async function recordCancel(tx: Transaction, { operationId, by, reason }: CancelAsked): Promise<void> {
  await tx.$executeRaw`
    update operations set status = 'cancelling', fence = fence + 1, notice = null, retry_at = null,
      cancel_asked_by = ${by}, cancel_asked_at = clock_timestamp(), cancel_reason = ${reason}
    where id = ${operationId}`;
  await appendEvent(tx, { operationId, key: 'cancel-asked', type: 'cancel_asked', data: { by, reason } });
}
