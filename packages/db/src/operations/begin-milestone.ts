import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { changeAndEvent } from './append-event';
import { lockOperation } from './lock-operation';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { nextOf } from './next-of';
import { nextAfter } from './read-next';
import type { Next } from './words';

interface Intent {
  operationId: string;
  milestone: number;
  epoch: string;
  /** As read from the server just now; an intent that was committed before keeps its own. */
  spool: SpoolSeen;
}

interface SpoolSeen {
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

export type Begun =
  | { do: 'run'; operation: LockedOperation; milestone: LockedMilestone; command: CommandIntent }
  /** What the caller was told is not current: a reset, or an attempt that comes too late. */
  | { do: 'answer'; next: Next };

/**
 * Commits the intent before anything is sent: any number of attempts get the same command. Whatever is not the next thing
 * to do begins nothing.
 */
export async function beginMilestone(tx: Transaction, intent: Intent): Promise<Begun> {
  const { operationId, milestone: n, epoch } = intent;
  const operation = await lockOperation(tx, operationId);
  const next = nextOf(operation);
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  // A pause that was asked for since: nothing new begins.
  if (operation.status === 'pausing' && milestone?.status !== 'running')
    return { do: 'answer', next: await nextAfter(tx, operation) };
  if (next.do !== 'run' || next.milestone !== n || next.epoch !== epoch || !milestone)
    return { do: 'answer', next };

  const key = `${milestone.milestoneId}.${epoch}`;
  const command = await intend(tx, { ...intent, key, operation, to: milestone });
  const { id, claimed, marks, spoolId, bootId, claimsSeen } = command;
  return {
    do: 'run',
    operation,
    milestone,
    command: {
      id,
      key,
      fence: operation.fence,
      spool: { id: spoolId, bootId, claims: claimsSeen },
      claimed,
      nextOffset: Number(command.nextOffset),
      marks,
    },
  };
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

interface ToIntend extends Intent {
  key: string;
  operation: LockedOperation;
  to: LockedMilestone;
}

/** The command's row, made where it is missing; a new one sets milestone and operation to running, and an event tells of it. */
async function intend(tx: Transaction, intent: ToIntend): Promise<IntentRow> {
  const { operationId, milestone, epoch, spool, key, operation, to } = intent;
  const id = randomUUID();
  const started = changeAndEvent({
    operationId,
    key: `started-${id}`,
    type: 'milestone_started',
    data: {
      milestone,
      label: to.label,
      attempt: to.attempts + 1,
      undo: operation.direction === -1,
    },
    set: Prisma.sql`status = case when status = 'pausing' then status else 'running' end, notice = null, retry_at = null`,
    when: Prisma.sql`exists (select 1 from fresh)`,
  });
  const [row] = await tx.$queryRaw<IntentRow[]>`
    with fresh as (
      insert into commands (id, operation_id, milestone, epoch, key, fence, spool_id, boot_id, claims_seen)
      values (${id}, ${operationId}, ${milestone}, ${epoch}, ${key}, ${operation.fence}, ${spool.id}, ${spool.bootId}, ${spool.claims})
      on conflict (operation_id, milestone, epoch) do nothing returning *),
    milestone as (
      update milestones set status = 'running', attempts = attempts + 1, state = null, phase = null, failure = null,
        started_at = case when status in ('done', 'failed') then clock_timestamp() else coalesce(started_at, clock_timestamp()) end,
        ended_at = null
      where operation_id = ${operationId} and n = ${milestone} and exists (select 1 from fresh)),
    ${started},
    found as (
      select * from fresh
      union all select * from commands
        where operation_id = ${operationId} and milestone = ${milestone} and epoch = ${epoch})
    select id, spool_id as "spoolId", boot_id as "bootId", claims_seen as "claimsSeen",
      claimed_at is not null as claimed, next_offset as "nextOffset", marks from found`;
  if (!row) throw new Error('A command is neither new nor there');
  return row;
}
