import { sql } from 'kysely';
import type { Transaction } from '../client';
import type { NotificationContent } from '@milepost/contract/notification-content';
import type { NotificationKind } from '../generated/client';
import { literalRows } from '../kysely/expressions';

export interface NotificationRow {
  id: string;
  /** The operation it is about; null for a general notification. */
  operationId: string | null;
  /** The server that a general notification is about, if it is about one. */
  serverId: string | null;
  kind: NotificationKind;
  /** The operation's title; null for a general notification. */
  operationTitle: string | null;
  content: NotificationContent;
  at: Date;
  /** By who asks. */
  read: boolean;
}

/** Notifications `n` for a person, who is `u`. */
const notificationsFor = (db: Transaction, userId: string) =>
  db.kysely
    .selectFrom('notifications as n')
    .innerJoin('users as u', (join) => join.on('u.id', '=', userId))
    .where((eb) => eb.or([eb('n.audience', '=', 'everyone'), eb('u.role', '=', 'owner')]));

/** The latest first, as one person sees them. What is older than the account counts as read. */
export function listNotifications(
  db: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<NotificationRow[]> {
  return notificationsFor(db, userId)
    .leftJoin('operations as o', 'o.id', 'n.operationId')
    .leftJoin('notificationReads as r', (join) =>
      join.onRef('r.notificationId', '=', 'n.id').onRef('r.userId', '=', 'u.id'),
    )
    .select(['n.id', 'n.operationId', 'n.serverId', 'n.kind', 'n.content', 'n.at'])
    .select('o.title as operationTitle')
    .select(sql<boolean>`r.user_id is not null or n.at <= u.created_at`.as('read'))
    .orderBy('n.at', 'desc')
    .orderBy('n.id')
    .limit(literalRows(limit))
    .execute();
}

/** How many one person has not read. */
export async function countUnread(db: Transaction, userId: string): Promise<number> {
  const { unread } = await notificationsFor(db, userId)
    .select((eb) => eb.fn.countAll<bigint>().as('unread'))
    .whereRef('n.at', '>', 'u.createdAt')
    .where((eb) => {
      const read = eb.selectFrom('notificationReads as r').whereRef('r.notificationId', '=', 'n.id');
      return eb.not(eb.exists(read.whereRef('r.userId', '=', 'u.id').select('r.userId')));
    })
    .executeTakeFirstOrThrow();
  return Number(unread);
}
