import type { Transaction } from '../client';
import { anyOf } from '../kysely/expressions';

/** Those of one operation, those with the given ids, or all. */
export type Which = { operationId: string } | { ids: readonly string[] } | 'all';

interface Read {
  userId: string;
  which: Which;
}

/** Marks notifications as read by one person. Idempotent. */
export async function markRead(tx: Transaction, { userId, which }: Read): Promise<void> {
  let read = tx.kysely
    .selectFrom(['users', 'notifications'])
    .select(['users.id as userId', 'notifications.id as notificationId'])
    .where('users.id', '=', userId);
  if (which !== 'all') {
    read =
      'operationId' in which
        ? read.where('operationId', '=', which.operationId)
        : read.where('notifications.id', '=', anyOf(which.ids));
  }
  await tx.kysely
    .insertInto('notificationReads')
    .columns(['userId', 'notificationId'])
    .expression(read)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
