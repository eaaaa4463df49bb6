import type { Transaction } from '../client';
import { appendEvent } from './append-event';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { percentageOf } from './progress';
import type { Phase } from './words';

/** A milestone whose command has ended, in an operation that is locked. */
export interface Ending {
  operation: LockedOperation;
  milestone: LockedMilestone;
  commandId: string;
}

/** How often a supervisor may die on one milestone, since a person last decided, before that is a failure. */
const LOST_AT_MOST = 5;

export async function milestoneDone(
  tx: Transaction,
  { operation, milestone, commandId, applied }: Ending & { applied: number },
): Promise<void> {
  const operationId = operation.id;
  const { n, label } = milestone;
  const after = operation.milestones.map((other) =>
    other.n === n ? { ...other, status: 'done' as const } : other,
  );
  const [row] = await tx.$queryRaw<{ ms: number }[]>`
    with milestone as (
      update milestones set status = 'done', applied = ${applied}, phase = null, ended_at = clock_timestamp()
      where operation_id = ${operationId} and n = ${n}
      returning round(extract(epoch from ended_at - started_at) * 1000)::int as ms),
    operation as (
      update operations set percentage = greatest(percentage, ${percentageOf(operation, after)}) where id = ${operationId})
    select ms from milestone`;
  const data = { milestone: n, label, applied, ms: row?.ms ?? 0 };
  await appendEvent(tx, { operationId, key: `done-${commandId}`, type: 'milestone_done', data });
}

export async function milestoneFailed(
  tx: Transaction,
  ending: Ending & { sentence: string; state?: number; phase?: Phase; exitCode?: number },
): Promise<void> {
  const { operation, milestone, commandId, sentence, state, phase, exitCode } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'failed', failure = ${sentence}, ended_at = clock_timestamp()
      where operation_id = ${operationId} and n = ${n})
    update operations set outcome = 'failed', conclusion = ${`${label}: ${sentence}`}, notice = null,
      decision_point = decision_point + 1 where id = ${operationId}`;
  const data = { milestone: n, label, sentence, state, phase, exitCode };
  await appendEvent(tx, { operationId, key: `failed-${commandId}`, type: 'milestone_failed', data });
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
    with milestone as (update milestones set retries = ${retry} where operation_id = ${operationId} and n = ${n})
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
    with milestone as (update milestones set guarded = ${states}::int[] where operation_id = ${operationId} and n = ${n})
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
