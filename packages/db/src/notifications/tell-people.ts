import type { Transaction } from '../client';
import type { EventFact } from '../operations/event-types';
import { toldOf } from './told-of';

interface Appended {
  operationId: string;
  /** The event's number. */
  n: number;
  event: EventFact;
}

/**
 * Tells people of an event, in its own transaction: a notification for the bell, and an e-mail to each who wants one, if any
 * worker can send it. A second telling writes nothing.
 */
export async function tellPeople(tx: Transaction, { operationId, n, event }: Appended): Promise<void> {
  const told = toldOf(event);
  if (!told) return;
  await tx.$executeRaw`
    with told as (
      insert into notifications (operation_id, event, kind, sentence)
      values (${operationId}, ${n}, ${told.kind}::notification_kind, ${told.sentence})
      on conflict (operation_id, event) do nothing
      returning id, operation_id, kind)
    insert into email_outbox (notification_id, user_id, address)
    select told.id, u.id, u.email
    from told join operations o on o.id = told.operation_id cross join mail_sender
      join users u on u.mail_wish = 'any' or (
        u.mail_wish = 'mine' and u.email = o.requested_by and told.kind in ('needs_decision', 'interrupted', 'failed'))
    on conflict (notification_id, address) do nothing`;
}
