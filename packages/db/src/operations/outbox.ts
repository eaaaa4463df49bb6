import { atMost } from '../at-most';
import type { Transaction } from '../client';
import type { OutboxKind } from '../generated/client';

/**
 * Asks the dispatcher to start, wake or cancel the workflow; a row that nobody has picked up yet already does. That row is locked until
 * this transaction ends: picked up before, it would have the workflow look at what is not committed yet, and nobody would tell it again.
 */
export async function post(tx: Transaction, { operationId, kind, pickedUp = false }: Posted): Promise<void> {
  await tx.$executeRaw`
    insert into outbox (operation_id, kind, claimed_at)
    values (${operationId}, ${kind}::outbox_kind, case when ${pickedUp} then clock_timestamp() end)
    on conflict (operation_id, kind) where claimed_at is null do update set claimed_at = null`;
}

interface Posted {
  operationId: string;
  kind: OutboxKind;
  /** The caller sends it himself right after the commit; the dispatcher does where he did not, a little later. */
  pickedUp?: boolean;
}

export interface Delivery {
  id: bigint;
  operationId: string;
  kind: OutboxKind;
  tries: number;
}

/**
 * Picks up what is to be sent, and commits: a wake that is posted from now on becomes a row of its own. What was picked up
 * and not marked as sent within `retryAfterMs` is given again; nothing is while another Temporal answers and nobody has decided. Any number of dispatchers may do this at once.
 */
export function claimDeliveries(
  db: Transaction,
  { limit, retryAfterMs }: { limit: number; retryAfterMs: number },
): Promise<Delivery[]> {
  return db.$queryRaw<Delivery[]>`
    update outbox set claimed_at = clock_timestamp(), tries = tries + 1
    where id in (
      select id from outbox
      where sent_at is null and (claimed_at is null or claimed_at < clock_timestamp() - ${retryAfterMs} * interval '1 ms')
        and not exists (select 1 from engine where "foreign" is not null)
      order by id ${atMost(limit)} for update skip locked)
    returning id, operation_id as "operationId", kind, tries`;
}

/** What is marked is never sent again. */
export async function markSent(db: Transaction, id: bigint): Promise<void> {
  await db.$executeRaw`update outbox set sent_at = clock_timestamp() where id = ${id}`;
}
