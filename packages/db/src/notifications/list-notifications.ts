import { literalLimit } from '../literal-limit';
import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import type { NotificationKind } from '../generated/client';

export interface NotificationRow {
  id: string;
  /** The operation it is about; null for a general notification. */
  operationId: string | null;
  /** The server that a general notification is about, if it is about one. */
  serverId: string | null;
  kind: NotificationKind;
  /** The operation's title, or the headline of a general notification. */
  title: string;
  sentence: string;
  at: Date;
  /** By who asks. */
  read: boolean;
}

/** Whether a notification `n` is for a user `u`. */
const IS_FOR_USER = Prisma.sql`(n.audience = 'everyone' or u.role = 'owner')`;

/** The latest first, as one person sees them. What is older than the account counts as read. */
export function listNotifications(
  db: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<NotificationRow[]> {
  return db.$queryRaw<NotificationRow[]>`
    select n.id, n.operation_id as "operationId", n.server_id as "serverId", n.kind,
      coalesce(o.title, n.title) as title, n.sentence, n.at,
      r.user_id is not null or n.at <= u.created_at as read
    from notifications n left join operations o on o.id = n.operation_id
      join users u on u.id = ${userId} and ${IS_FOR_USER}
      left join notification_reads r on r.notification_id = n.id and r.user_id = u.id
    order by n.at desc, n.id ${literalLimit(limit)}`;
}

/** How many one person has not read. */
export async function countUnread(db: Transaction, userId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ unread: number }[]>`
    select count(*)::int as unread from notifications n join users u on u.id = ${userId} and ${IS_FOR_USER}
    where n.at > u.created_at and not exists (
      select 1 from notification_reads r where r.notification_id = n.id and r.user_id = u.id)`;
  return row?.unread ?? 0;
}
