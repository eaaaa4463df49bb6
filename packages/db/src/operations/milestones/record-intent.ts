import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { updateWithEventCtes } from '../events/append-event';
import type { LockedMilestone, LockedOperation } from '../lock-operation';

export interface SpoolSnapshot {
  id: string;
  bootId: string;
  claims: number;
}

export interface CommandIntent {
  id: string;
  /** As the server knows it. */
  key: string;
  fence: number;
  spool: SpoolSnapshot;
  /** Whether the server has confirmed its claim of the command. */
  claimed: boolean;
  /** Where to attach: bytes of output and marks that are stored. */
  nextOffset: number;
  marks: number;
}

interface IntentInput {
  /** The operation and that milestone of it which comes next, in its attempt key. */
  operation: LockedOperation;
  milestone: LockedMilestone;
  /** As read from the server just now; an intent that was committed before keeps its own. */
  spool: SpoolSnapshot;
  workerId: string;
}

interface IntentRow {
  id: string;
  spoolId: string;
  bootId: string;
  maxClaimCount: number;
  claimed: boolean;
  nextOffset: bigint;
  marks: number;
}

/**
 * The command's row: the one that an earlier attempt committed, else a new one, which sets milestone and operation to running. The
 * operation is locked.
 */
export async function recordIntent(tx: Transaction, intent: IntentInput): Promise<CommandIntent> {
  const { operation, milestone, spool } = intent;
  const key = `${milestone.milestoneId}.${operation.attemptKey}`;
  const found = await findCommand(tx, intent);
  if (found) {
    const { claimed, marks, spoolId, bootId, maxClaimCount } = found;
    return {
      ...{ id: found.id, key, fence: operation.fence, claimed, marks, nextOffset: Number(found.nextOffset) },
      spool: { id: spoolId, bootId, claims: maxClaimCount },
    };
  }
  const id = randomUUID();
  await insertCommand(tx, intent, { id, key });
  return { id, key, fence: operation.fence, claimed: false, marks: 0, nextOffset: 0, spool };
}

async function findCommand(
  tx: Transaction,
  { operation, milestone }: IntentInput,
): Promise<IntentRow | undefined> {
  const [row] = await tx.$queryRaw<IntentRow[]>`
    select id, spool_id as "spoolId", boot_id as "bootId", max_claim_count as "maxClaimCount",
      claimed_at is not null as claimed, next_offset as "nextOffset", marks
    from commands where operation_id = ${operation.id} and milestone = ${milestone.n} and attempt_key = ${operation.attemptKey}`;
  return row;
}

async function insertCommand(
  tx: Transaction,
  { operation, milestone, spool, workerId }: IntentInput,
  { id, key }: { id: string; key: string },
): Promise<void> {
  const { id: operationId, attemptKey, fence } = operation;
  const { n, label } = milestone;
  const attempt = milestone.attempts + 1;
  const undo = operation.direction === -1;
  const started = updateWithEventCtes({
    operationId,
    key: `started-${id}`,
    type: 'milestone_started',
    data: { milestone: n, label, attempt, undo },
    set: Prisma.sql`status = case when status = 'pausing' then status else 'running' end, notice = null, retry_at = null,
      worker_id = ${workerId}`,
  });
  await tx.$executeRaw`
    with command as (
      insert into commands (id, operation_id, milestone, attempt_key, key, fence, spool_id, boot_id, max_claim_count, attempt, undo)
      values (${id}, ${operationId}, ${n}, ${attemptKey}, ${key}, ${fence}, ${spool.id}, ${spool.bootId}, ${spool.claims}, ${attempt}, ${undo})),
    milestone as (
      update milestones set status = 'running', attempts = ${attempt}, state = null, phase = null, failure = null, cause = null, hint = null,
        started_at = case when status in ('done', 'failed') then clock_timestamp() else coalesce(started_at, clock_timestamp()) end,
        ended_at = null
      where operation_id = ${operationId} and n = ${n}),
    ${started}
    select 1`;
}
