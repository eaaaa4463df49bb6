import type { Transaction } from '../client';
import { post } from './outbox';

interface InLane {
  /** The server's id. */
  laneId: string;
  operationId: string;
}

/** Joins the line at its end; the place is kept for good. The caller is about to start the operation. */
export async function enqueue(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  await tx.$executeRaw`
    with lane as (
      insert into lanes (id, next_place) values (${laneId}, 2)
      on conflict (id) do update set next_place = lanes.next_place + 1 returning next_place - 1 as place)
    insert into lane_entries (operation_id, lane_id, place) select ${operationId}, ${laneId}, place from lane`;
  await grant(tx, { laneId, operationId });
}

/** Gives the lane back, because nothing of the operation runs on the server, and passes it on. */
export async function lend(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  await tx.$queryRaw`select 1 from lanes where id = ${laneId} for update`;
  await passOn(tx, { laneId, operationId });
}

/** Leaves for good: nothing of the operation runs on the server, and nothing of it is unproven any more. */
export async function leave(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  await tx.$queryRaw`select 1 from lanes where id = ${laneId} for update`;
  const [lane] = await tx.$queryRaw<{ holder: string | null; freed: boolean; awaited: boolean }[]>`
    with entry as (update lane_entries set waiting = false where operation_id = ${operationId}),
    before as (select coalesce(blocked_by = ${operationId}, false) as freed from lanes where id = ${laneId})
    update lanes set blocked = case when freed then null else blocked end,
      blocked_by = case when freed then null else blocked_by end, blocked_at = case when freed then null else blocked_at end,
      holder = nullif(holder, ${operationId}), held_since = case when holder <> ${operationId} then held_since end
    from before where id = ${laneId}
    returning holder, freed, exists (select 1 from lane_entries where lane_id = ${laneId} and waiting) as awaited`;
  if (!lane?.holder) {
    if (lane?.awaited) await grant(tx, { laneId, operationId });
  } else if (lane.freed) await post(tx, { operationId: lane.holder, kind: 'wake' });
}

/** The lane is locked. */
async function passOn(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  await tx.$executeRaw`update lane_entries set waiting = false where operation_id = ${operationId}`;
  await tx.$executeRaw`
    update lanes set holder = null, held_since = null where id = ${laneId} and holder = ${operationId}`;
  await grant(tx, { laneId, operationId });
}

/** Nothing proves that the operation's last command has ended: whoever comes next has to prove it first, or a person has looked. */
export async function block(
  tx: Transaction,
  { laneId, operationId, reason }: InLane & { reason: string },
): Promise<void> {
  await tx.$queryRaw`select 1 from lanes where id = ${laneId} for update`;
  await tx.$executeRaw`
    update lanes set blocked = ${reason}, blocked_by = ${operationId}, blocked_at = clock_timestamp()
    where id = ${laneId} and blocked is null`;
  await passOn(tx, { laneId, operationId });
}

/** It is proven, or a person has looked. Answers whether it was blocked by this operation until now. */
export async function unblock(tx: Transaction, { laneId, operationId }: InLane): Promise<boolean> {
  await tx.$queryRaw`select 1 from lanes where id = ${laneId} for update`;
  const freed = await tx.$queryRaw<{ holder: string | null }[]>`
    update lanes set blocked = null, blocked_by = null, blocked_at = null
    where id = ${laneId} and blocked_by = ${operationId} returning holder`;
  const holder = freed[0]?.holder;
  if (holder) await post(tx, { operationId: holder, kind: 'wake' });
  else await grant(tx, { laneId, operationId });
  return freed.length > 0;
}

/** Back into the line at the old place: first among those who came later. The caller is about to start the operation. */
export async function queueAgain(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  await tx.$queryRaw`select 1 from lanes where id = ${laneId} for update`;
  await tx.$executeRaw`
    update lane_entries set waiting = true where operation_id = ${operationId}
      and not exists (select 1 from lanes where id = ${laneId} and holder = ${operationId})`;
  await grant(tx, { laneId, operationId });
}

/** Gives a free lane to the first in line and wakes it, unless it is the caller's own. The lane is locked. */
async function grant(tx: Transaction, { laneId, operationId }: InLane): Promise<void> {
  const [granted] = await tx.$queryRaw<{ holder: string }[]>`
    with first as (
      update lane_entries set waiting = false where operation_id = (
        select e.operation_id from lane_entries e join lanes l on l.id = e.lane_id
        where l.id = ${laneId} and l.holder is null and e.waiting order by e.place limit 1)
      returning operation_id)
    update lanes set holder = first.operation_id, held_since = clock_timestamp() from first
    where lanes.id = ${laneId} returning holder`;
  if (granted && granted.holder !== operationId)
    await post(tx, { operationId: granted.holder, kind: 'wake' });
}
