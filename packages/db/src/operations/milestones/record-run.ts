import type { RecordedNotice } from '@milepost/contract/operation-notice';
import { transaction } from '../../client';
import type { Database, Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { lockOperation } from '../lock-operation';
import { markRows, RESERVE_MARK_NUMBERS } from '../output/output-marks';
import type { PhaseBegin } from '../output/output-marks';
import { percentageOf } from '../estimates/progress';
import type { Phase } from '@milepost/contract/statuses';

/** The server has confirmed the claim: from now on, a missing command is a lost one. */
export async function recordClaim(
  db: Transaction,
  { commandId, spoolId, claims }: { commandId: string; spoolId: string; claims: number },
): Promise<void> {
  await db.$executeRaw`
    with command as (
      update commands set claimed_at = coalesce(claimed_at, clock_timestamp()) where id = ${commandId} returning operation_id)
    update servers s set spool_id = ${spoolId},
      max_claim_count = case when s.spool_id = ${spoolId} then greatest(s.max_claim_count, ${claims}) else ${claims} end
    from command c join operations o on o.id = c.operation_id where s.id = o.server_id`;
}

interface MarkInput {
  operationId: string;
  milestone: number;
  commandId: string;
  /** Marks seen so far, this one included: an attempt that lags behind changes nothing. */
  count: number;
  /** From 1. */
  state: number;
  phase: Phase;
  /** Those since the last one that was stored, this one at the end: what the output is divided by. */
  phases?: readonly PhaseBegin[];
}

/** The state and phase of the running attempt; moves the percentage. */
export function recordMark(db: Database, mark: MarkInput): Promise<void> {
  const { operationId, milestone, commandId, count, state, phase, phases = [] } = mark;
  return transaction(db, async (tx) => {
    const operation = await lockOperation(tx, operationId);
    const moved = operation.milestones.map((other) => (other.n === milestone ? { ...other, state } : other));
    await tx.$executeRaw`
      with recursive command as (
        update commands set marks = ${count} where id = ${commandId} and marks < ${count} and ended_at is null returning 1),
      milestone as (
        update milestones set state = ${state}, phase = ${phase}, moved_at = clock_timestamp(),
          count = case when ${phase} = 'verify' then count end
        where operation_id = ${operationId} and n = ${milestone} and status = 'running' and exists (select 1 from command)
        returning 1),
      ${markRows({ operationId, milestone, commandId, count, phases }, Prisma.sql`operation`)},
      operation as (
        update operations set ${RESERVE_MARK_NUMBERS},
          percentage = case when exists (select 1 from milestone) then greatest(percentage, ${percentageOf(operation, moved)}) else percentage end
        where id = ${operationId} and exists (select 1 from command) returning last_output)
      select 1`;
  });
}

/** What it waits for right now, for people; null when nothing unusual. Shown, never decided on. */
export async function setNotice(
  db: Transaction,
  { operationId, notice }: { operationId: string; notice: RecordedNotice | null },
): Promise<void> {
  const json = notice && JSON.stringify(notice);
  await db.$executeRaw`
    update operations set notice = ${json}::jsonb where id = ${operationId} and notice is distinct from ${json}::jsonb`;
}
