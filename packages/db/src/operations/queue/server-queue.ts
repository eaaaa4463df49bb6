import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { Transaction } from '../../client';
import { json, literalRows, NOW } from '../../kysely/expressions';
import { enqueueMessage } from '../delivery/outbox';

interface QueueEntry {
  /** The server's id. */
  queueId: string;
  operationId: string;
}

async function lockQueue(tx: Transaction, queueId: string): Promise<void> {
  await tx.kysely.selectFrom('serverQueues').select('id').where('id', '=', queueId).forUpdate().execute();
}

/** Joins the queue at its end; the place is kept for good. The caller is about to start the operation. */
export async function enqueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  const { nextPlace } = await tx.kysely
    .insertInto('serverQueues')
    .values({ id: queueId, nextPlace: 2 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({ nextPlace: eb('serverQueues.nextPlace', '+', 1) })),
    )
    .returning('nextPlace')
    .executeTakeFirstOrThrow();
  await tx.kysely
    .insertInto('queueEntries')
    .values({ operationId, queueId, place: nextPlace - 1 })
    .execute();
  await grantNext(tx, { queueId, operationId });
}

/** Releases the queue, because nothing of the operation runs on the server, and grants it to the next one. */
export async function releaseQueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await lockQueue(tx, queueId);
  await releaseAndGrantNext(tx, { queueId, operationId });
}

/** Leaves for good: nothing of the operation runs on the server, and that is verified. */
export async function removeFromQueue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await lockQueue(tx, queueId);
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
  await tx.kysely
    .updateTable('queueEntries')
    .set({ waiting: false })
    .where('operationId', '=', operationId)
    .execute();
  await tx.kysely
    .updateTable('serverQueues')
    .set({ holder: null, heldSince: null })
    .where('id', '=', queueId)
    .where('holder', '=', operationId)
    .execute();
  await grantNext(tx, { queueId, operationId });
}

/** The operation's last command is not verified to have stopped: the next holder verifies that first, or a person unblocks the queue. */
export async function blockQueue(
  tx: Transaction,
  { queueId, operationId, command }: QueueEntry & { command: UnverifiedCommand },
): Promise<void> {
  await lockQueue(tx, queueId);
  await tx.kysely
    .updateTable('serverQueues')
    .set({ blocked: json(command), blockedBy: operationId, blockedAt: NOW })
    .where('id', '=', queueId)
    .where('blocked', 'is', null)
    .execute();
  await releaseAndGrantNext(tx, { queueId, operationId });
}

/** It is verified, or a person has checked the server. Returns whether this operation blocked the queue until now. */
export async function unblock(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<boolean> {
  await lockQueue(tx, queueId);
  const freed = await tx.kysely
    .updateTable('serverQueues')
    .set({ blocked: null, blockedBy: null, blockedAt: null })
    .where('id', '=', queueId)
    .where('blockedBy', '=', operationId)
    .returning('holder')
    .executeTakeFirst();
  if (freed?.holder) await enqueueMessage(tx, { operationId: freed.holder, kind: 'wake' });
  else await grantNext(tx, { queueId, operationId });
  return freed !== undefined;
}

/** Back into the queue at the old place, before those that came later. The caller is about to start the operation. */
export async function requeue(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  await lockQueue(tx, queueId);
  await tx.kysely
    .updateTable('queueEntries')
    .set({ waiting: true })
    .where('operationId', '=', operationId)
    .where((eb) => {
      const held = eb.selectFrom('serverQueues').where('id', '=', queueId).where('holder', '=', operationId);
      return eb.not(eb.exists(held.select('id')));
    })
    .execute();
  await grantNext(tx, { queueId, operationId });
}

/** Gives a free queue to the first that waits and wakes it, unless it is the caller's operation. The queue is locked. */
async function grantNext(tx: Transaction, { queueId, operationId }: QueueEntry): Promise<void> {
  const next = tx.kysely
    .selectFrom('queueEntries as entry')
    .innerJoin('serverQueues as queue', 'queue.id', 'entry.queueId')
    .select('entry.operationId')
    .where('queue.id', '=', queueId)
    .where('queue.holder', 'is', null)
    .where('entry.waiting', '=', true)
    .orderBy('entry.place')
    .limit(literalRows(1));
  const granted = await tx.kysely
    .with('first', (statements) =>
      statements
        .updateTable('queueEntries')
        .set({ waiting: false })
        .where('operationId', '=', next)
        .returning('operationId'),
    )
    .updateTable('serverQueues')
    .from('first')
    .set((eb) => ({ holder: eb.ref('first.operationId'), heldSince: NOW }))
    .where('serverQueues.id', '=', queueId)
    .returning('first.operationId')
    .executeTakeFirst();
  if (granted && granted.operationId !== operationId)
    await enqueueMessage(tx, { operationId: granted.operationId, kind: 'wake' });
}
