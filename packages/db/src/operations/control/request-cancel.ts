import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { restartWorkflow } from '../lifecycle/interruption';
import { lockOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';
import { hasEnded } from '@milepost/contract/statuses';

export interface CancelRequest {
  operationId: string;
  by: string;
  reason: string | null;
}

/**
 * Says who wants it canceled and why, raises the fence, and has the workflow canceled: what comes of that closes the
 * operation. An interrupted one gets a new run, which is canceled as it opens the operation. Idempotent.
 *
 * @throws DatabaseError operation_not_found, operation_ended
 */
export async function requestCancel(tx: Transaction, request: CancelRequest): Promise<void> {
  const operation = await lockOperation(tx, request.operationId);
  if (hasEnded(operation.status)) {
    throw new DatabaseError({ code: 'operation_ended', operationId: operation.id });
  }
  if (operation.cancelRequestedBy) return;
  await recordCancel(tx, request);
  if (operation.interrupted !== null) return restartWorkflow(tx, { operationId: operation.id });
  await enqueueMessage(tx, { operationId: operation.id, kind: 'cancel' });
}

/** The row of a cancellation that came through Temporal itself, or that is being asked for. The operation is locked. */
export async function recordCancel(
  tx: Transaction,
  { operationId, by, reason }: CancelRequest,
): Promise<void> {
  await tx.$executeRaw`
    update operations set status = 'canceling', fence = fence + 1, notice = null, retry_at = null,
      cancel_requested_by = ${by}, cancel_requested_at = clock_timestamp(), cancel_reason = ${reason}
    where id = ${operationId}`;
  await appendEvent(tx, { operationId, key: 'cancel-asked', type: 'cancel_requested', data: { by, reason } });
}
