import type { Transaction } from '../client';
import type { NotificationAudience, NotificationKind } from '../generated/client';

export interface GeneralNotification {
  /** Names the fact: reporting it again is a no-op. */
  key: string;
  kind: NotificationKind;
  audience: NotificationAudience;
  /** The server it is about; null where it is about none, or about several. */
  serverId: string | null;
  /** The headline: "web-1 is unreachable". */
  title: string;
  sentence: string;
}

/**
 * Adds a notification that is not about an operation, and an e-mail for everyone in its audience who wants all of them. Answers
 * whether it is new: the caller then calls `publishNotifications` after the commit.
 */
export async function notify(tx: Transaction, notification: GeneralNotification): Promise<boolean> {
  const { key, kind, audience, serverId, title, sentence } = notification;
  const [row] = await tx.$queryRaw<{ added: number }[]>`
    with added as (
      insert into notifications (key, kind, audience, server_id, title, sentence)
      values (${key}, ${kind}::notification_kind, ${audience}::notification_audience, ${serverId}, ${title}, ${sentence})
      on conflict (key) do nothing
      returning id, audience),
    emails as (
      insert into email_outbox (notification_id, user_id, address)
      select added.id, u.id, u.email
      from added cross join mail_sender
        join users u on u.email_preference = 'any' and (added.audience = 'everyone' or u.role = 'owner'))
    select count(*)::int as added from added`;
  return row?.added === 1;
}
