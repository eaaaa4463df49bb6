import { literalLimit } from '../literal-limit';
import type { Transaction } from '../client';
import type { NotificationKind } from '../generated/client';

export interface ClaimedEmail {
  id: string;
  address: string;
  /** Which try this is, from 1. */
  tries: number;
  kind: NotificationKind;
  /** The operation it is about; null for a general notification. */
  operationId: string | null;
  /** The server that a general notification is about, if it is about one. */
  serverId: string | null;
  /** The operation's title, or the headline of a general notification. */
  title: string;
  sentence: string;
  at: Date;
}

/**
 * Picks up e-mails that are due, and commits: nobody else gets them within `leaseMs`. Whoever has not said by then what came
 * of one counts as dead, and the e-mail is claimed again. Any number of processes may do this at once.
 */
export function claimEmails(
  db: Transaction,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<ClaimedEmail[]> {
  return db.$queryRaw<ClaimedEmail[]>`
    with claimed as (
      update email_outbox set tries = tries + 1, due_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
      where id in (
        select id from email_outbox
        where sent_at is null and given_up_at is null and due_at <= clock_timestamp()
        order by due_at ${literalLimit(limit)} for update skip locked)
      returning id, address, tries, notification_id)
    select c.id, c.address, c.tries, n.kind, n.operation_id as "operationId", n.server_id as "serverId",
      coalesce(o.title, n.title) as title, n.sentence, n.at
    from claimed c join notifications n on n.id = c.notification_id left join operations o on o.id = n.operation_id
    order by n.at`;
}

/** What is marked is never sent again. */
export async function markEmailSent(db: Transaction, id: string): Promise<void> {
  await db.$executeRaw`update email_outbox set sent_at = clock_timestamp(), problem = null where id = ${id}`;
}

/** It was not accepted: retried after `retryMs`, or never where that is null. */
export async function markEmailFailed(
  db: Transaction,
  { id, problem, retryMs }: { id: string; problem: string; retryMs: number | null },
): Promise<void> {
  await db.$executeRaw`
    update email_outbox set problem = ${problem},
      due_at = clock_timestamp() + ${retryMs ?? 0} * interval '1 ms',
      given_up_at = case when ${retryMs === null} then clock_timestamp() end
    where id = ${id} and sent_at is null`;
}
