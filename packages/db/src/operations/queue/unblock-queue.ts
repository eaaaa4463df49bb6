import type { StopSummary } from '@milepost/contract/conclusion';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { unblock } from './server-queue';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';

/**
 * A person has checked that nothing of what blocks the queue runs on the server. Returns the operation that blocked it.
 *
 * @throws DatabaseError queue_not_blocked
 */
export async function unblockQueue(
  tx: Transaction,
  { queueId, by }: { queueId: string; by: string },
): Promise<string> {
  const queue = await tx.kysely
    .selectFrom('serverQueues')
    .select('blockedBy')
    .where('id', '=', queueId)
    .executeTakeFirst();
  if (!queue?.blockedBy) throw new DatabaseError({ code: 'queue_not_blocked', serverId: queueId });
  const operation = await lockOperation(tx, queue.blockedBy);
  await recordVerifiedStopped(tx, {
    operation,
    by,
    stopped: null,
  });
  return operation.id;
}

interface VerifiedStopped {
  operation: LockedOperation;
  /** Null: it was verified on the server. */
  by: string | null;
  /** What stopping it on the server came to; null where nothing had to be stopped, or a person has checked the server. */
  stopped: StopSummary | null;
}

/** Nothing of the operation runs on its server any more: the queue is free of it. The operation is locked. */
export async function recordVerifiedStopped(
  tx: Transaction,
  { operation, by, stopped }: VerifiedStopped,
): Promise<void> {
  const { id: operationId, serverId: queueId, fence } = operation;
  if (!(await unblock(tx, { queueId, operationId }))) return;
  await appendEvent(tx, {
    operationId,
    key: `verified-stopped-${fence}`,
    type: 'verified_stopped',
    data: { by, stopped },
  });
  await tx.kysely
    .updateTable('operations')
    .set((eb) => ({ fence: eb('fence', '+', 1) }))
    .where('id', '=', operationId)
    .execute();
}
