import type { Transaction } from '../client';
import { Prisma } from '../generated/client';

/** Those of one operation, those with the given ids, or all. */
export type Which = { operationId: string } | { ids: readonly string[] } | 'all';

interface Read {
  userId: string;
  which: Which;
}

/** Marks notifications as read by one person. Idempotent. */
export async function markRead(tx: Transaction, { userId, which }: Read): Promise<void> {
  await tx.$executeRaw`
    insert into notification_reads (user_id, notification_id)
    select u.id, n.id from users u cross join notifications n
    where u.id = ${userId} and ${condition(which)}
    on conflict do nothing`;
}

function condition(which: Which): Prisma.Sql {
  if (which === 'all') return Prisma.sql`true`;
  if ('operationId' in which) return Prisma.sql`n.operation_id = ${which.operationId}`;
  return Prisma.sql`n.id = any(${[...which.ids]})`;
}
