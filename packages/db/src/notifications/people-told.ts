import { Prisma } from '../generated/client';
import type { EventFact } from '../operations/event-types';
import { toldOf } from './told-of';

/**
 * Common table expressions that tell people of an event, for the statement whose `appended` gives its number: a notification for the
 * bell, and an e-mail to each who wants one, if any worker can send it. None where it is nothing to look up for.
 */
export function peopleTold(operationId: string, event: EventFact): Prisma.Sql[] {
  const told = toldOf(event);
  if (!told) return [];
  const notification = Prisma.sql`
    told as (
      insert into notifications (operation_id, event, kind, sentence)
      select ${operationId}, n, ${told.kind}::notification_kind, ${told.sentence} from appended
      returning id, operation_id, kind)`;
  const emails = Prisma.sql`
    mailed as (
      insert into email_outbox (notification_id, user_id, address)
      select told.id, u.id, u.email
      from told join operations o on o.id = told.operation_id cross join mail_sender
        join users u on u.mail_wish = 'any' or (
          u.mail_wish = 'mine' and u.email = o.requested_by and told.kind in ('needs_decision', 'interrupted', 'failed')))`;
  return [notification, emails];
}
