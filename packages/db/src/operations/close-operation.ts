import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { appendEvent } from './append-event';
import { recordCancel } from './ask-cancel';
import { changedInstallation } from './change-installation';
import { installationAfter } from './installation-after';
import { block, leave } from './lanes';
import { lockOperation, lockRead, readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { nextMilestone } from './next-of';
import { hasEnded } from './words';
import type { OperationOutcome } from './words';

interface Closing {
  operationId: string;
  /** Set when the workflow was cancelled: who and why, for when no row says so. */
  cancelled: { by: string; reason: string | null } | null;
}

/**
 * The first half of closing: writes down a cancellation that came through Temporal itself, and raises the fence, so that
 * what is about to be stopped cannot start again. Harmless twice.
 */
export async function beginClosing(
  tx: Transaction,
  { operationId, cancelled }: Closing,
): Promise<LockedOperation> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return operation;
  if (cancelled && !operation.cancelAskedBy) {
    await recordCancel(tx, { operationId, ...cancelled });
    return readLocked(tx, operationId);
  }
  await tx.$executeRaw`update operations set fence = fence + 1, notice = null where id = ${operationId}`;
  return { ...operation, fence: operation.fence + 1, notice: null };
}

/**
 * Whether all of it is done and it has only to be closed: whatever happens, nothing of it begins any more, so its fence need not be
 * raised before. Not where it has ended, or a cancellation was asked for. Pure.
 */
export function isDone(operation: LockedOperation): boolean {
  const open = !hasEnded(operation.status) && operation.cancelAskedBy === null;
  return open && outcomeOf(operation) === 'completed';
}

interface Closed {
  operationId: string;
  /** The operation as it was read before its end on the server was settled; left out where nothing lies between. */
  read?: LockedOperation;
  /** What stopping it on the server came to, in a sentence: "stopped clean". Null when nothing was stopped. */
  stopped: string | null;
  /** The command of which nothing proves that it has ended: the lane is blocked by it. */
  unproven: string | null;
  /** What the installation was found to be; only when it completes. */
  record: { version: string | null; configuration: object } | null;
}

/**
 * The second half, when nothing of it runs on the server: outcome, installation, event, lane. Its secrets are kept only
 * where it can be tried again. Harmless twice.
 *
 * @throws Error when it was taken up again since: another closer had ended it, and a person wants it to go on
 */
export async function endOperation(
  tx: Transaction,
  { operationId, read, stopped, unproven, record }: Closed,
): Promise<OperationOutcome> {
  const operation = read ? await lockRead(tx, read) : await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return operation.status;
  if (read && operation.epoch !== read.epoch)
    throw new Error(`Operation ${operationId} was taken up again while it was closed`);
  // What was done when its end was settled is done: in one epoch nothing of it is begun again, whatever else has come.
  const wasDone = read !== undefined && isDone(read) && operation.outcome === null;
  const outcome = wasDone ? 'completed' : outcomeOf(operation);
  const conclusion = concludes(operation, { outcome, stopped });
  const change = await installationAfter(tx, { operation, outcome, record });
  await appendEvent(tx, {
    ...{ operationId, key: `closed-${operation.epoch}`, type: 'closed', data: { outcome, conclusion } },
    set: Prisma.sql`status = ${outcome}::operation_status, outcome = ${outcome}::operation_status,
      conclusion = ${conclusion}, notice = null, retry_at = null, fence = fence + 1, ended_at = clock_timestamp(),
      decision_point = decision_point + case when ${outcome} = 'failed' and (outcome is null and status <> 'deciding'
        or exists (select 1 from decisions d where d.operation_id = operations.id and d.point = decision_point)) then 1 else 0 end,
      percentage = case when ${outcome} = 'completed' then 100 else percentage end,
      sealed_secrets = case when ${outcome} = 'failed' then sealed_secrets end`,
    also: [...endedWith(operationId, conclusion), changedInstallation(change)],
  });
  const lane = { laneId: operation.serverId, operationId };
  if (unproven === null)
    await leave(tx, lane); // it was stopped and fenced on the server
  else await block(tx, { ...lane, reason: unproven });
  return outcome;
}

/** What was left running of it is not any more. */
const endedWith = (operationId: string, conclusion: string): Prisma.Sql[] => [
  Prisma.sql`
    stopped_commands as (
      update commands set ended_at = clock_timestamp(), answer = '{"kind":"stopped"}' where operation_id = ${operationId} and ended_at is null)`,
  Prisma.sql`
    stopped_milestones as (
      update milestones set status = 'failed', failure = ${conclusion}, ended_at = clock_timestamp()
      where operation_id = ${operationId} and status = 'running')`,
];

/** How an operation would end if it were closed now. Pure. */
export function outcomeOf(operation: LockedOperation): OperationOutcome {
  const { prepared, outcome, cancelAskedBy, direction } = operation;
  const nothingLeft = prepared && outcome === null && nextMilestone(operation) === undefined;
  if (nothingLeft) return direction === 1 ? 'completed' : 'cancelled';
  return cancelAskedBy ? 'cancelled' : 'failed';
}

function concludes(
  { conclusion, cancelAskedBy, direction, milestones }: LockedOperation,
  { outcome, stopped }: { outcome: OperationOutcome; stopped: string | null },
): string {
  switch (outcome) {
    case 'completed':
      return `All ${milestones.length} milestones are done.`;
    case 'cancelled':
      if (direction === -1 && cancelAskedBy === null) return rolledBack(milestones);
      return `Cancelled by ${cancelAskedBy ?? 'somebody'}${stopped ? `: ${stopped}` : ''}.`;
    case 'failed':
      return conclusion ?? 'It ended before it was done.';
  }
}

function rolledBack(milestones: LockedOperation['milestones']): string {
  const left = milestones.filter(({ status, attempts }) => status === 'skipped' && attempts > 0);
  if (left.length === 0) return 'Rolled back: what this operation had changed is as it was before.';
  return `Rolled back, but for: ${left.map(({ label }) => label).join(', ')}.`;
}
