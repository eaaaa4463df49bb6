import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { lockOperation } from './lock-operation';
import { percentageOf } from './progress';
import type { Phase } from './words';

/** The server has proven that the command is claimed: from now on, absent means lost. */
export async function recordClaim(
  db: Transaction,
  { commandId, spoolId, claims }: { commandId: string; spoolId: string; claims: number },
): Promise<void> {
  await db.$executeRaw`
    with command as (
      update commands set claimed_at = coalesce(claimed_at, clock_timestamp()) where id = ${commandId} returning operation_id)
    update servers s set spool_id = ${spoolId},
      claims_seen = case when s.spool_id = ${spoolId} then greatest(s.claims_seen, ${claims}) else ${claims} end
    from command c join operations o on o.id = c.operation_id where s.id = o.server_id`;
}

interface Mark {
  operationId: string;
  milestone: number;
  commandId: string;
  /** Marks seen so far, this one included: an attempt that lags behind changes nothing. */
  count: number;
  /** From 1. */
  state: number;
  phase: Phase;
}

/** Where the running attempt stands; moves the percentage. */
export function recordMark(db: Database, mark: Mark): Promise<void> {
  const { operationId, milestone, commandId, count, state, phase } = mark;
  return transaction(db, async (tx) => {
    const operation = await lockOperation(tx, operationId);
    const moved = operation.milestones.map((other) => (other.n === milestone ? { ...other, state } : other));
    await tx.$executeRaw`
      with command as (
        update commands set marks = ${count} where id = ${commandId} and marks < ${count} and ended_at is null returning 1),
      milestone as (
        update milestones set state = ${state}, phase = ${phase}, moved_at = clock_timestamp(),
          count = case when ${phase} = 'verify' then count end
        where operation_id = ${operationId} and n = ${milestone} and status = 'running' and exists (select 1 from command)
        returning 1)
      update operations set percentage = greatest(percentage, ${percentageOf(operation, moved)})
      where id = ${operationId} and exists (select 1 from milestone)`;
  });
}

/** What it waits for right now, for people; null when nothing unusual. Shown, never decided on. */
export async function setNotice(
  db: Transaction,
  { operationId, notice }: { operationId: string; notice: Notice | null },
): Promise<void> {
  const json = notice && JSON.stringify(notice);
  await db.$executeRaw`
    update operations set notice = ${json}::jsonb where id = ${operationId} and notice is distinct from ${json}::jsonb`;
}

/** Written by whoever waits; `for`: "another package manager (apt, process 812) to release dpkg's lock". The line before a lane is read from the lane. */
export type Notice =
  | { kind: 'reconnecting'; attempt: number; since: string; reason: string }
  | { kind: 'waiting'; for: string; since: string }
  | { kind: 'retrying'; label: string; attempt: number; of: number };
