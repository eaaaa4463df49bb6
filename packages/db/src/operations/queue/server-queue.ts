import type { Transaction } from '../../client';
import { enqueueMessage } from '../delivery/outbox';

interface QueueEntry {
  /** The server's id. */
  queueId: string;
  operationId: string;
}

/** Joins the queue at its end; the place is kept for good. The caller is about to start the operation. */
export async function enqueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await tx.$executeRaw`
    with queue as (
      insert into server_queues (id, next_place) values (${queueId}, 2)
      on conflict (id) do update set next_place = server_queues.next_place + 1 returning next_place - 1 as place)
    insert into queue_entries (operation_id, queue_id, place) select ${operationId}, ${queueId}, place from queue`;
  await grantNext(tx, { queueId, operationId });
}

/** Releases the queue, because nothing of the operation runs on the server, and grants it to the next one. */
export async function releaseQueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await tx.$queryRaw`select 1 from server_queues where id = ${queueId} for update`;
  await releaseAndGrantNext(tx, { queueId, operationId });
}

/** Leaves for good: nothing of the operation runs on the server, and that is verified. */
export async function removeFromQueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await tx.$queryRaw`select 1 from server_queues where id = ${queueId} for update`;
  const [queue] = await tx.$queryRaw<{ holder: string | null; freed: boolean; awaited: boolean }[]>`
    with entry as (update queue_entries set waiting = false where operation_id = ${operationId}),
    before as (select coalesce(blocked_by = ${operationId}, false) as freed from server_queues where id = ${queueId})
    update server_queues set blocked = case when freed then null else blocked end,
      blocked_by = case when freed then null else blocked_by end, blocked_at = case when freed then null else blocked_at end,
      holder = nullif(holder, ${operationId}), held_since = case when holder <> ${operationId} then held_since end
    from before where id = ${queueId}
    returning holder, freed, exists (select 1 from queue_entries where queue_id = ${queueId} and waiting) as awaited`;
  if (!queue?.holder) {
    if (queue?.awaited) await grantNext(tx, { queueId, operationId });
  } else if (queue.freed) await enqueueMessage(tx, { operationId: queue.holder, kind: 'wake' });
}

/** The queue is locked. */
async function releaseAndGrantNext(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await tx.$executeRaw`update queue_entries set waiting = false where operation_id = ${operationId}`;
  await tx.$executeRaw`
    update server_queues set holder = null, held_since = null where id = ${queueId} and holder = ${operationId}`;
  await grantNext(tx, { queueId, operationId });
}

/** The operation's last command is not verified to have stopped: the next holder verifies that first, or a person unblocks the queue. */
export async function blockQueue(
  tx: Transaction,
  { queueId, operationId, reason }: QueueEntry & { reason: string },
): Promise<void> {
  await tx.$queryRaw`select 1 from server_queues where id = ${queueId} for update`;
  await tx.$executeRaw`
    update server_queues set blocked = ${reason}, blocked_by = ${operationId}, blocked_at = clock_timestamp()
    where id = ${queueId} and blocked is null`;
  await releaseAndGrantNext(tx, { queueId, operationId });
}

/** It is verified, or a person has checked the server. Returns whether this operation blocked the queue until now. */
export async function unblock(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<boolean> {
  await tx.$queryRaw`select 1 from server_queues where id = ${queueId} for update`;
  const freed = await tx.$queryRaw<{ holder: string | null }[]>`
    update server_queues set blocked = null, blocked_by = null, blocked_at = null
    where id = ${queueId} and blocked_by = ${operationId} returning holder`;
  const holder = freed[0]?.holder;
  if (holder) await enqueueMessage(tx, { operationId: holder, kind: 'wake' });
  else await grantNext(tx, { queueId, operationId });
  return freed.length > 0;
}

/** Back into the queue at the old place, before those that came later. The caller is about to start the operation. */
export async function requeue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await tx.$queryRaw`select 1 from server_queues where id = ${queueId} for update`;
  await tx.$executeRaw`
    update queue_entries set waiting = true where operation_id = ${operationId}
      and not exists (select 1 from server_queues where id = ${queueId} and holder = ${operationId})`;
  await grantNext(tx, { queueId, operationId });
}

/** Gives a free queue to the first that waits and wakes it, unless it is the caller's operation. The queue is locked. */
async function grantNext(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  const [granted] = await tx.$queryRaw<{ holder: string }[]>`
    with first as (
      update queue_entries set waiting = false where operation_id = (
        select e.operation_id from queue_entries e join server_queues l on l.id = e.queue_id
        where l.id = ${queueId} and l.holder is null and e.waiting order by e.place limit 1)
      returning operation_id)
    update server_queues set holder = first.operation_id, held_since = clock_timestamp() from first
    where server_queues.id = ${queueId} returning holder`;
  if (granted && granted.holder !== operationId)
    await enqueueMessage(tx, { operationId: granted.holder, kind: 'wake' });
}
