import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';
import type { OutboxKind } from '../../generated/client';

/** PostgreSQL notifies this channel at each commit that posted to the outbox. */
export const OUTBOX_CHANNEL = 'milepost_outbox';

/**
 * Has the dispatcher start, wake or cancel the workflow; one row that is not claimed yet is enough. That row is locked until
 * this transaction ends: claimed before that, it would wake the workflow before the commit, and no later message would.
 * The notification comes with the commit.
 */
export async function enqueueMessage(tx: Transaction, { operationId, kind }: OutboxMessage): Promise<void> {
  await tx.$executeRaw`
    with posted as (
      insert into outbox (operation_id, kind) values (${operationId}, ${kind}::outbox_kind)
      on conflict (operation_id, kind) where claimed_at is null do update set claimed_at = null)
    select pg_notify(${OUTBOX_CHANNEL}, '')`;
}

interface OutboxMessage {
  operationId: string;
  kind: OutboxKind;
}

export interface Delivery {
  id: bigint;
  operationId: string;
  kind: OutboxKind;
  tries: number;
}

/**
 * Claims messages to send, and commits: a later wake becomes a row of its own. A claimed message that is
 * not marked as sent within `retryAfterMs` is claimed again; none is while an unexpected Temporal answers. Any number of dispatchers may do this at once.
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
        and not exists (select 1 from engine where unexpected_cluster is not null)
      order by id ${literalLimit(limit)} for update skip locked)
    returning id, operation_id as "operationId", kind, tries`;
}

/** What is marked is never sent again. */
export async function markSent(db: Transaction, id: bigint): Promise<void> {
  await db.$executeRaw`update outbox set sent_at = clock_timestamp() where id = ${id}`;
}
