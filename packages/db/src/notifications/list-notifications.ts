import { atMost } from '../at-most';
import type { Transaction } from '../client';
import type { NotificationKind } from '../generated/client';

export interface NotificationRow {
  id: string;
  operationId: string;
  kind: NotificationKind;
  /** The operation's. */
  title: string;
  sentence: string;
  at: Date;
  /** By who asks. */
  read: boolean;
}

/** The latest first, as one person sees them. What was told before the account was made counts as read. */
export function listNotifications(
  db: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<NotificationRow[]> {
  return db.$queryRaw<NotificationRow[]>`
    select n.id, n.operation_id as "operationId", n.kind, o.title, n.sentence, n.at,
      r.user_id is not null or n.at <= u.created_at as read
    from notifications n join operations o on o.id = n.operation_id join users u on u.id = ${userId}
      left join notification_reads r on r.notification_id = n.id and r.user_id = u.id
    order by n.at desc, n.id ${atMost(limit)}`;
}

/** How many one person has not read. */
export async function countUnread(db: Transaction, userId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ unread: number }[]>`
    select count(*)::int as unread from notifications n join users u on u.id = ${userId}
    where n.at > u.created_at and not exists (
      select 1 from notification_reads r where r.notification_id = n.id and r.user_id = u.id)`;
  return row?.unread ?? 0;
}
