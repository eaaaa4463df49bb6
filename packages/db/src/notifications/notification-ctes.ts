import { Prisma } from '../generated/client';
import type { EventFact } from '@milepost/contract/operation-events';
import { notificationFor } from './notification-for-event';

/**
 * Common table expressions that notify people of an event, for the statement whose `appended` gives its number: a notification for the
 * bell, and an e-mail to each who wants one, if any worker can send it. None where it is nothing to look up for.
 */
export function notificationCtes(operationId: string, event: EventFact): Prisma.Sql[] {
  const notice = notificationFor(event);
  if (!notice) return [];
  const notification = Prisma.sql`
    notified as (
      insert into notifications (operation_id, event, kind, content)
      select ${operationId}, n, ${notice.kind}::notification_kind, ${JSON.stringify(notice.content)}::jsonb from appended
      returning id, operation_id, kind)`;
  const emails = Prisma.sql`
    mailed as (
      insert into email_outbox (notification_id, user_id, address)
      select notified.id, u.id, u.email
      from notified join operations o on o.id = notified.operation_id cross join mail_sender
        join users u on u.email_preference = 'any' or (
          u.email_preference = 'mine' and u.email = o.requested_by and notified.kind in ('needs_decision', 'interrupted', 'failed')))`;
  return [notification, emails];
}
