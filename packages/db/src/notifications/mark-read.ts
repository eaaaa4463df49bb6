import type { Transaction } from '../client';

interface Read {
  userId: string;
  /** Those of one operation; null: all that there are. */
  operationId: string | null;
}

/** Marks notifications as read by one person. Twice is once. */
export async function markRead(tx: Transaction, { userId, operationId }: Read): Promise<void> {
  await tx.$executeRaw`
    insert into notification_reads (user_id, notification_id)
    select u.id, n.id from users u cross join notifications n
    where u.id = ${userId} and (${operationId}::text is null or n.operation_id = ${operationId})
    on conflict do nothing`;
}
