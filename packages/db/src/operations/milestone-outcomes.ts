import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { appendEvent, changeAndEvent } from './append-event';
import { askDecision } from './ask-decision';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { percentageOf } from './progress';
import type { Failure } from './finish-milestone';
import type { Phase } from './words';

/** A milestone whose command has ended, in an operation that is locked. */
export interface Ending {
  operation: LockedOperation;
  milestone: LockedMilestone;
  commandId: string;
  decideWithinMs: number;
}

/** How often a supervisor may die on one milestone, since a person last decided, before that is a failure. */
const LOST_AT_MOST = 5;

/** One of which all states hold. */
export interface Done extends Omit<Ending, 'decideWithinMs'> {
  /** How many states had to be brought about. */
  applied: number;
  /** As the server gave it. */
  answer: object;
  /** Nothing is written where the operation's row does not fulfil it. */
  when?: Prisma.Sql;
}

/**
 * One statement with the command's answer; the operation's row comes first, as whoever locks it expects. Answers with the operation
 * as it now stands, so that there is no need to read it again; null where nothing was written.
 */
export async function milestoneDone(
  tx: Transaction,
  { operation, milestone, commandId, applied, answer, when }: Done,
): Promise<LockedOperation | null> {
  const operationId = operation.id;
  const { n, label } = milestone;
  const undo = operation.direction === -1;
  const status = undo ? ('undone' as const) : ('done' as const);
  const milestonesWith = (written: Partial<LockedMilestone>): LockedMilestone[] =>
    operation.milestones.map((other) => (other.n === n ? { ...other, status, applied, ...written } : other));
  const percentage = percentageOf(operation, milestonesWith({}));
  const told = {
    operationId,
    key: `done-${commandId}`,
    late: { ms: Prisma.sql`(select ms from milestone)` },
    set: Prisma.sql`percentage = greatest(percentage, ${percentage})`,
    when,
  };
  // "recursive" lets a part name one that stands after it; nothing recurs.
  const [written] = await tx.$queryRaw<Written[]>`
    with recursive ${
      undo
        ? changeAndEvent({ ...told, type: 'milestone_undone', data: { milestone: n, label } })
        : changeAndEvent({ ...told, type: 'milestone_done', data: { milestone: n, label, applied } })
    },
    milestone as (
      update milestones set status = ${status}::milestone_status, applied = ${applied}, phase = null, ended_at = clock_timestamp()
      where operation_id = ${operationId} and n = ${n} and exists (select 1 from numbered)
      returning coalesce(round(extract(epoch from ended_at - started_at) * 1000), 0)::int as ms, attempts, state),
    command as (${answered({ commandId, answer })} and exists (select 1 from numbered))
    select last_event as "lastEvent", fence, attempts, state from numbered, milestone`;
  if (!written) return null;
  const { lastEvent, fence, ...run } = written;
  return { ...operation, lastEvent, fence, percentage, milestones: milestonesWith(run) };
}

/** What has moved since the operation was read at the milestone's begin. */
type Written = Pick<LockedOperation, 'lastEvent' | 'fence'> & Pick<LockedMilestone, 'attempts' | 'state'>;

/** Keeps a command's answer: the first one. */
export const answered = ({
  commandId,
  answer,
}: {
  commandId: string;
  answer: object;
}): Prisma.Sql => Prisma.sql`
  update commands set answer = ${JSON.stringify(answer)}::jsonb, ended_at = clock_timestamp()
  where id = ${commandId} and ended_at is null`;

export async function milestoneFailed(tx: Transaction, ending: Ending & Failure): Promise<void> {
  const { operation, milestone, commandId, decideWithinMs, sentence, state, phase, exitCode } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  await tx.$executeRaw`
    update milestones set status = 'failed', failure = ${sentence}, ended_at = clock_timestamp()
    where operation_id = ${operationId} and n = ${n}`;
  const data = { milestone: n, label, sentence, state, phase, exitCode };
  await appendEvent(tx, { operationId, key: `failed-${commandId}`, type: 'milestone_failed', data });
  const unproven = ending.unproven ? `“${label}” of “${operation.title}” may still run` : null;
  await askDecision(tx, { operation, milestone, sentence, unproven, decideWithinMs });
}

/** Stopped between two states. Where nobody wants the pause any more it goes on under an epoch of its own. */
export async function milestonePaused(
  tx: Transaction,
  { operation, milestone, commandId, state }: Ending & { state: number },
): Promise<void> {
  const operationId = operation.id;
  const { n, label } = milestone;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'pending', state = ${state}, phase = null where operation_id = ${operationId} and n = ${n})
    update operations set epoch = ${`paused-${commandId}`} where id = ${operationId}`;
  const data = { milestone: n, label, state };
  await appendEvent(tx, {
    operationId,
    key: `milestone-paused-${commandId}`,
    type: 'milestone_paused',
    data,
  });
}

/** Rests, then runs again under an epoch of its own; past its number of retries it fails. */
export async function milestoneTransient(
  tx: Transaction,
  ending: Ending & { reason: string; sentence: string; ms: number; of: number },
): Promise<void> {
  const { operation, milestone, commandId, reason, ms, of } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  const retry = milestone.retries + 1;
  if (retry > of) return milestoneFailed(tx, ending);
  const notice = JSON.stringify({ kind: 'retrying', label: reason, attempt: retry, of });
  await tx.$executeRaw`
    with milestone as (update milestones set retries = ${retry}, status = ${rests(operation)}::milestone_status where operation_id = ${operationId} and n = ${n})
    update operations set epoch = ${`transient-${commandId}`}, retry_at = clock_timestamp() + ${ms} * interval '1 ms',
      notice = ${notice}::jsonb where id = ${operationId}`;
  const data = { milestone: n, label, reason, retry, of, ms };
  await appendEvent(tx, { operationId, key: `transient-${commandId}`, type: 'milestone_transient', data });
}

/**
 * Repeated under an epoch of its own. An apply that is not repeatable may have worked: its state is guarded, so that its
 * check decides and the apply is not run again.
 */
export async function milestoneLost(
  tx: Transaction,
  ending: Ending & { state: number; phase: Phase; repeatable: boolean },
): Promise<void> {
  const { operation, milestone, commandId, state, phase, repeatable } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  if ((await lostSoFar(tx, ending)) >= LOST_AT_MOST) {
    const sentence = `Its supervisor on the server died ${LOST_AT_MOST + 1} times; the outcome of the last try is unknown.`;
    return milestoneFailed(tx, { ...ending, sentence });
  }
  const guarded = phase === 'apply' && !repeatable;
  const states = guarded ? [...new Set([...milestone.guarded, state])] : milestone.guarded;
  await tx.$executeRaw`
    with milestone as (update milestones set guarded = ${states}::int[], status = ${rests(operation)}::milestone_status where operation_id = ${operationId} and n = ${n})
    update operations set epoch = ${`lost-${commandId}`} where id = ${operationId}`;
  const data = { milestone: n, label, state, phase, guarded };
  await appendEvent(tx, { operationId, key: `lost-${commandId}`, type: 'milestone_lost', data });
}

async function lostSoFar(tx: Transaction, { operation, milestone }: Ending): Promise<number> {
  const [row] = await tx.$queryRaw<{ lost: number }[]>`
    select count(*)::int as lost from commands where operation_id = ${operation.id} and milestone = ${milestone.n}
      and epoch like 'lost-%' and created_at > coalesce(
        (select max(decided_at) from decisions where operation_id = ${operation.id}), '-infinity')`;
  return row?.lost ?? 0;
}

/** Between two tries of a milestone a pause may begin. */
const rests = ({ status }: LockedOperation): 'pending' | 'running' =>
  status === 'pausing' ? 'pending' : 'running';
