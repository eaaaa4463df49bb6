import type { NotificationContent } from '@milepost/contract/notification-content';
import type { Transaction } from '../client';
import { json } from '../kysely/expressions';
import type { NotificationAudience, NotificationKind } from '../generated/client';

export interface GeneralNotification {
  /** Names the fact: reporting it again is a no-op. */
  key: string;
  kind: NotificationKind;
  audience: NotificationAudience;
  /** The server it is about; null where it is about none, or about several. */
  serverId: string | null;
  content: NotificationContent;
}

/**
 * Adds a notification that is not about an operation, and an e-mail for everyone in its audience who wants all of them. Answers
 * whether it is new: the caller then calls `publishNotifications` after the commit.
 */
export async function notify(tx: Transaction, notification: GeneralNotification): Promise<boolean> {
  const { key, kind, audience, serverId, content } = notification;
  const added = await tx.kysely
    .insertInto('notifications')
    .values({ key, kind, audience, serverId, content: json(content) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return false;
  await enqueueEmails(tx, { notificationId: added.id, audience });
  return true;
}

interface NewNotification {
  notificationId: string;
  audience: NotificationAudience;
}

/** None where no worker can send e-mail. */
async function enqueueEmails(tx: Transaction, { notificationId, audience }: NewNotification): Promise<void> {
  await tx.kysely
    .insertInto('emailOutbox')
    .columns(['notificationId', 'userId', 'address'])
    .expression((eb) => {
      const recipients = eb
        .selectFrom(['users', 'mailSender'])
        .select([eb.val(notificationId).as('notificationId'), 'users.id as userId', 'email'])
        .where('emailPreference', '=', 'any');
      return audience === 'owners' ? recipients.where('role', '=', 'owner') : recipients;
    })
    .execute();
}
