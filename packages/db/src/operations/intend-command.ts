import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { changeAndEvent } from './append-event';
import type { LockedMilestone, LockedOperation } from './lock-operation';

export interface SpoolSeen {
  id: string;
  bootId: string;
  claims: number;
}

export interface CommandIntent {
  id: string;
  /** As the server knows it. */
  key: string;
  fence: number;
  spool: SpoolSeen;
  /** Whether the server has proven that it claimed the command. */
  claimed: boolean;
  /** Where to attach: bytes of output and marks that are stored. */
  nextOffset: number;
  marks: number;
}

interface ToIntend {
  /** The operation and that milestone of it which comes next, in its epoch. */
  operation: LockedOperation;
  milestone: LockedMilestone;
  /** As read from the server just now; an intent that was committed before keeps its own. */
  spool: SpoolSeen;
  /** Nothing is written or found where the operation's row does not fulfil it. */
  when?: Prisma.Sql;
}

interface IntentRow {
  id: string;
  spoolId: string;
  bootId: string;
  claimsSeen: number;
  claimed: boolean;
  nextOffset: bigint;
  marks: number;
}

/**
 * The command's row, made where it is missing; a new one sets milestone and operation to running, and an event tells of it. The
 * operation's row comes first, as whoever locks it expects. Null where `when` does not hold, and where another attempt committed the row in
 * the midst of this statement.
 */
export async function intendCommand(tx: Transaction, intent: ToIntend): Promise<CommandIntent | null> {
  const { operation, milestone, spool, when = Prisma.sql`true` } = intent;
  const { id: operationId, epoch, fence } = operation;
  const { n, label, attempts } = milestone;
  const key = `${milestone.milestoneId}.${epoch}`;
  const id = randomUUID();
  const started = changeAndEvent({
    operationId,
    key: `started-${id}`,
    type: 'milestone_started',
    data: { milestone: n, label, attempt: attempts + 1, undo: operation.direction === -1 },
    set: Prisma.sql`status = case when status = 'pausing' then status else 'running' end, notice = null, retry_at = null`,
    when: Prisma.sql`exists (select 1 from fresh)`,
  });
  const [row] = await tx.$queryRaw<IntentRow[]>`
    with standing as (
      select id from operations where id = ${operationId} and ${when} for update),
    fresh as (
      insert into commands (id, operation_id, milestone, epoch, key, fence, spool_id, boot_id, claims_seen)
      select ${id}, id, ${n}::int, ${epoch}, ${key}, ${fence}::int, ${spool.id}, ${spool.bootId}, ${spool.claims}::int from standing
      on conflict (operation_id, milestone, epoch) do nothing returning *),
    milestone as (
      update milestones set status = 'running', attempts = attempts + 1, state = null, phase = null, failure = null,
        started_at = case when status in ('done', 'failed') then clock_timestamp() else coalesce(started_at, clock_timestamp()) end,
        ended_at = null
      where operation_id = ${operationId} and n = ${n} and exists (select 1 from fresh)),
    ${started},
    found as (
      select * from fresh
      union all select * from commands
        where operation_id = (select id from standing) and milestone = ${n} and epoch = ${epoch})
    select id, spool_id as "spoolId", boot_id as "bootId", claims_seen as "claimsSeen",
      claimed_at is not null as claimed, next_offset as "nextOffset", marks from found`;
  if (!row) return null;
  const { claimed, marks, spoolId, bootId, claimsSeen } = row;
  return {
    ...{ id: row.id, key, fence, claimed, marks, nextOffset: Number(row.nextOffset) },
    spool: { id: spoolId, bootId, claims: claimsSeen },
  };
}
