import type { Failure } from '@milepost/contract/failure';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { appendEvent, updateWithEventCtes } from '../events/append-event';
import { requestDecision } from '../control/request-decision';
import type { LockedMilestone, LockedOperation } from '../lock-operation';
import { ADD_WORKED, markRows, RESERVE_MARK_NUMBERS, workedCte } from '../output/output-marks';
import type { UnstoredPhases } from '../output/output-marks';
import { percentageOf } from '../estimates/progress';
import type { FailedAttempt } from './milestone-result';
import type { Phase } from '@milepost/contract/statuses';

/** A milestone whose command has ended, in an operation that is locked. */
export interface Ending {
  operation: LockedOperation;
  milestone: LockedMilestone;
  commandId: string;
  decisionTimeoutMs: number;
}

/** How often a supervisor may die on one milestone, since a person last decided, before that is a failure. */
const MAX_SUPERVISOR_LOSSES = 5;

/** One of which all states hold. */
export interface DoneMilestone extends Omit<Ending, 'decisionTimeoutMs'> {
  /** How many states had to be applied. */
  applied: number;
  /** As the server gave it. */
  answer: object;
  unstored?: UnstoredPhases;
}

/** Stores the command's answer with the milestone's end. Returns the operation after that. */
export async function milestoneDone(
  tx: Transaction,
  { operation, milestone, commandId, applied, answer, unstored = NO_PHASES }: DoneMilestone,
): Promise<LockedOperation> {
  const operationId = operation.id;
  const { n, label } = milestone;
  const undo = operation.direction === -1;
  const status = undo ? ('rolled_back' as const) : ('done' as const);
  const milestones = operation.milestones.map((other) =>
    other.n === n ? { ...other, status, applied } : other,
  );
  const percentage = percentageOf(operation, milestones);
  const change = {
    operationId,
    key: `done-${commandId}`,
    computedData: { ms: Prisma.sql`(select ms from milestone)` },
    set: Prisma.sql`percentage = greatest(percentage, ${percentage}), ${ADD_WORKED}, ${RESERVE_MARK_NUMBERS}`,
  };
  // "recursive" lets a part name one that stands after it; nothing recurs.
  await tx.$executeRaw`
    with recursive ${
      undo
        ? updateWithEventCtes({ ...change, type: 'milestone_rolled_back', data: { milestone: n, label } })
        : updateWithEventCtes({ ...change, type: 'milestone_done', data: { milestone: n, label, applied } })
    },
    milestone as (
      update milestones set status = ${status}::milestone_status, applied = ${applied}, phase = null, ended_at = clock_timestamp(), ${ADD_WORKED}
      where operation_id = ${operationId} and n = ${n}
      returning coalesce(round(extract(epoch from ended_at - started_at) * 1000), 0)::int as ms),
    ${workedCte(commandId)},
    ${markRows({ operationId, milestone: n, commandId, ...unstored, end: answer }, Prisma.sql`numbered`)}
    ${recordAnswerSql({ commandId, answer })}`;
  return { ...operation, lastEvent: operation.lastEvent + 1, percentage, milestones };
}

const NO_PHASES: UnstoredPhases = { count: 0, phases: [] };

interface CommandAnswer {
  operationId: string;
  milestone: number;
  commandId: string;
  answer: object;
}

/** Keeps what a command came to, among its output too, and how long it worked. The operation is locked. */
export async function recordAnswer(tx: Transaction, answer: CommandAnswer): Promise<void> {
  const { operationId, milestone, commandId } = answer;
  await tx.$executeRaw`
    with recursive operation as (
      update operations set ${ADD_WORKED}, ${RESERVE_MARK_NUMBERS} where id = ${operationId} returning last_output),
    milestone as (update milestones set ${ADD_WORKED} where operation_id = ${operationId} and n = ${milestone}),
    ${workedCte(commandId)},
    ${markRows({ ...answer, ...NO_PHASES, end: answer.answer }, Prisma.sql`operation`)}
    ${recordAnswerSql(answer)}`;
}

/** Keeps a command's answer: the first one. */
const recordAnswerSql = ({
  commandId,
  answer,
}: {
  commandId: string;
  answer: object;
}): Prisma.Sql => Prisma.sql`
  update commands set answer = ${JSON.stringify(answer)}::jsonb, ended_at = clock_timestamp()
  where id = ${commandId} and ended_at is null`;

export async function milestoneFailed(tx: Transaction, ending: Ending & FailedAttempt): Promise<void> {
  const { operation, milestone, commandId, decisionTimeoutMs, state, phase, exitCode } = ending;
  const { failure, cause = null, hint = null } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  await tx.$executeRaw`
    update milestones set status = 'failed', failure = ${JSON.stringify(failure)}::jsonb, cause = ${cause}, hint = ${hint}, ended_at = clock_timestamp()
    where operation_id = ${operationId} and n = ${n}`;
  const data = { milestone: n, label, failure, state, phase, exitCode };
  await appendEvent(tx, { operationId, key: `failed-${commandId}`, type: 'milestone_failed', data });
  const unverifiedCommand: UnverifiedCommand | null = ending.mayStillRun
    ? { code: 'milestone_may_run', label, operation: operation.title, workflowTerminated: false }
    : null;
  const conclusion = { code: 'milestone_failed', label, failure } as const;
  await requestDecision(tx, { operation, milestone: n, conclusion, unverifiedCommand, decisionTimeoutMs });
}

/** Stopped between two states. If the pause was withdrawn, it continues under a new attempt key. */
export async function milestonePaused(
  tx: Transaction,
  { operation, milestone, commandId, state }: Ending & { state: number },
): Promise<void> {
  const operationId = operation.id;
  const { n, label } = milestone;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'pending', state = ${state}, phase = null where operation_id = ${operationId} and n = ${n})
    update operations set attempt_key = ${`paused-${commandId}`} where id = ${operationId}`;
  const data = { milestone: n, label, state };
  await appendEvent(tx, {
    operationId,
    key: `milestone-paused-${commandId}`,
    type: 'milestone_paused',
    data,
  });
}

/** Waits, then runs again under a new attempt key; after its last retry it fails. */
export async function milestoneTransient(
  tx: Transaction,
  ending: Ending & FailedAttempt & { reason: string; ms: number; of: number },
): Promise<void> {
  const { operation, milestone, commandId, reason, ms, of } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  const retry = milestone.retries + 1;
  if (retry > of) return milestoneFailed(tx, ending);
  const notice = JSON.stringify({ kind: 'retrying', label: reason, attempt: retry, of });
  await tx.$executeRaw`
    with milestone as (update milestones set retries = ${retry}, status = ${statusBetweenAttempts(operation)}::milestone_status where operation_id = ${operationId} and n = ${n})
    update operations set attempt_key = ${`transient-${commandId}`}, retry_at = clock_timestamp() + ${ms} * interval '1 ms',
      notice = ${notice}::jsonb where id = ${operationId}`;
  const data = { milestone: n, label, reason, retry, of, ms };
  await appendEvent(tx, { operationId, key: `transient-${commandId}`, type: 'milestone_transient', data });
}

/**
 * Repeated under a new attempt key. An apply that is not idempotent may have worked: its state is guarded, so that its
 * check decides and the apply is not run again.
 */
export async function milestoneLost(
  tx: Transaction,
  ending: Ending & { state: number; phase: Phase; idempotent: boolean },
): Promise<void> {
  const { operation, milestone, commandId, state, phase, idempotent } = ending;
  const operationId = operation.id;
  const { n, label } = milestone;
  if ((await countSupervisorLosses(tx, ending)) >= MAX_SUPERVISOR_LOSSES) {
    const failure: Failure = { code: 'supervisor_died', times: MAX_SUPERVISOR_LOSSES + 1 };
    return milestoneFailed(tx, { ...ending, failure });
  }
  const guarded = phase === 'apply' && !idempotent;
  const states = guarded ? [...new Set([...milestone.noReapplyStates, state])] : milestone.noReapplyStates;
  await tx.$executeRaw`
    with milestone as (update milestones set no_reapply_states = ${states}::int[], status = ${statusBetweenAttempts(operation)}::milestone_status where operation_id = ${operationId} and n = ${n})
    update operations set attempt_key = ${`lost-${commandId}`} where id = ${operationId}`;
  const data = { milestone: n, label, state, phase, guarded };
  await appendEvent(tx, { operationId, key: `lost-${commandId}`, type: 'milestone_lost', data });
}

async function countSupervisorLosses(tx: Transaction, { operation, milestone }: Ending): Promise<number> {
  const [row] = await tx.$queryRaw<{ lost: number }[]>`
    select count(*)::int as lost from commands where operation_id = ${operation.id} and milestone = ${milestone.n}
      and attempt_key like 'lost-%' and created_at > coalesce(
        (select max(decided_at) from decisions where operation_id = ${operation.id}), '-infinity')`;
  return row?.lost ?? 0;
}

/** Between two tries of a milestone a pause may begin. */
const statusBetweenAttempts = ({ status }: LockedOperation): 'pending' | 'running' =>
  status === 'pausing' ? 'pending' : 'running';
