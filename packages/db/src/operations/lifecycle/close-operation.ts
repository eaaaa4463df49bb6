import type { Conclusion, StopSummary } from '@milepost/contract/conclusion';
import type { Failure } from '@milepost/contract/failure';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { appendEvent } from '../events/append-event';
import { recordCancel } from '../control/request-cancel';
import { forgetDriftCte, installationUpdateCtes } from '../installations/update-installation';
import { installationOutcome } from '../installations/installation-outcome';
import { blockQueue, removeFromQueue } from '../queue/server-queue';
import { lockOperation, readLocked } from '../lock-operation';
import type { InstallationRecord } from '../installations/update-installation';
import type { LockedOperation } from '../lock-operation';
import { stackStepEndedCtes } from '../../stacks/step-ended';
import { nextMilestone } from '../next-step';
import { hasEnded } from '@milepost/contract/statuses';
import type { OperationOutcome } from '@milepost/contract/statuses';

interface CloseRequest {
  operationId: string;
  /** Set when the workflow was canceled: who and why, for when no row says so. */
  canceled: { by: string; reason: string | null } | null;
}

/**
 * The first half of closing: writes down a cancellation that came through Temporal itself, and raises the fence, so that
 * what is about to be stopped cannot start again. Idempotent.
 */
export async function prepareClose(
  tx: Transaction,
  { operationId, canceled }: CloseRequest,
): Promise<LockedOperation> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return operation;
  if (canceled && !operation.cancelRequestedBy) {
    await recordCancel(tx, { operationId, ...canceled });
    return readLocked(tx, operationId);
  }
  await tx.$executeRaw`update operations set fence = fence + 1, notice = null where id = ${operationId}`;
  return { ...operation, fence: operation.fence + 1, notice: null };
}

interface FinalizeInput {
  operationId: string;
  /** The operation as it was read before its end on the server was settled; left out where nothing lies between. */
  read?: LockedOperation;
  /** What stopping it on the server came to. Null when nothing was stopped. */
  stopped: StopSummary | null;
  /** The command that is not verified to have stopped: it blocks the queue. */
  unverifiedCommand: UnverifiedCommand | null;
  /** What the installation was found to be; only when it completes. */
  record: InstallationRecord | null;
  /** What it leaves on the server, in a few words each; null or left out where nobody has looked. */
  leftovers?: string[] | null;
  /** It was seen that nothing of the package is there at all. */
  absent?: boolean;
}

/**
 * The second half, when nothing of it runs on the server: outcome, installation, event, queue. Its secrets are kept only
 * where it can be tried again. Idempotent.
 *
 * @throws Error when it was reopened since: another activity had closed it, and a person has retried it
 */
export async function finalizeOperation(
  tx: Transaction,
  { operationId, read, stopped, unverifiedCommand, record, leftovers = null, absent = false }: FinalizeInput,
): Promise<OperationOutcome> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return operation.status;
  if (read && operation.attemptKey !== read.attemptKey)
    throw new Error(`Operation ${operationId} was taken up again while it was closed`);
  // What was done when its end was settled is done: in one attempt key nothing of it is begun again, whatever else has come.
  const wasDone = read !== undefined && outcomeOf(read) === 'completed' && operation.outcome === null;
  const outcome = wasDone ? 'completed' : outcomeOf(operation);
  const conclusion = conclusionOf(operation, { outcome, stopped, leftovers });
  const hasRun = operation.milestones.some(({ attempts }) => attempts > 0);
  const change = await installationOutcome(tx, { operation, outcome, record, leftovers, absent });
  await appendEvent(tx, {
    ...{ operationId, key: `closed-${operation.attemptKey}`, type: 'closed', data: { outcome, conclusion } },
    set: Prisma.sql`status = ${outcome}::operation_status, outcome = ${outcome}::operation_status,
      conclusion = ${JSON.stringify(conclusion)}::jsonb, leftovers = ${leftovers && JSON.stringify(leftovers)}::jsonb, notice = null, retry_at = null, fence = fence + 1, ended_at = clock_timestamp(),
      decision_point = decision_point + case when ${outcome} = 'failed' and (outcome is null and status <> 'awaiting_decision'
        or exists (select 1 from decisions d where d.operation_id = operations.id and d.point = decision_point)) then 1 else 0 end,
      percentage = case when ${outcome} = 'completed' then 100 else percentage end,
      sealed_secrets = case when ${outcome} = 'failed' then sealed_secrets end`,
    extraCtes: [
      ...stopCommandsCtes(operationId, outcome === 'canceled' ? null : { code: 'operation_ended' }),
      ...(change ? [installationUpdateCtes(change)] : []),
      ...(change === null && hasRun ? [forgetDriftCte(operation.installationId)] : []),
      ...stackStepEndedCtes(operationId, outcome),
    ],
  });
  const queue = { queueId: operation.serverId, operationId };
  if (unverifiedCommand === null)
    await removeFromQueue(tx, queue); // it was stopped and fenced on the server
  else await blockQueue(tx, { ...queue, command: unverifiedCommand });
  return outcome;
}

/** What was left running of it is not any more; `failure` is null where it was canceled. */
const stopCommandsCtes = (operationId: string, failure: Failure | null): Prisma.Sql[] => [
  Prisma.sql`
    stopped_commands as (
      update commands set ended_at = clock_timestamp(), answer = '{"kind":"stopped"}' where operation_id = ${operationId} and ended_at is null)`,
  Prisma.sql`
    stopped_milestones as (
      update milestones set status = 'failed', failure = ${failure && JSON.stringify(failure)}::jsonb, ended_at = clock_timestamp()
      where operation_id = ${operationId} and status = 'running')`,
];

/** How an operation would end if it were closed now. Pure. */
export function outcomeOf(operation: LockedOperation): OperationOutcome {
  const { prepared, planHash, outcome, cancelRequestedBy, direction } = operation;
  const nothingLeft =
    prepared && planHash !== null && outcome === null && nextMilestone(operation) === undefined;
  if (nothingLeft) return direction === 1 ? 'completed' : 'canceled';
  return cancelRequestedBy ? 'canceled' : 'failed';
}

function conclusionOf(
  { conclusion, cancelRequestedBy, milestones }: LockedOperation,
  {
    outcome,
    stopped,
    leftovers,
  }: { outcome: OperationOutcome; stopped: StopSummary | null; leftovers: string[] | null },
): Conclusion {
  switch (outcome) {
    case 'completed':
      return { code: 'completed', milestones: milestones.length };
    case 'canceled':
      return cancelRequestedBy === null
        ? { code: 'rolled_back', skipped: skippedLabels(milestones), leftovers }
        : { code: 'canceled', by: cancelRequestedBy, stopped };
    case 'failed':
      return conclusion ?? { code: 'incomplete' };
  }
}

/** Of milestones that began and whose changes a rollback left as they are. */
const skippedLabels = (milestones: LockedOperation['milestones']): string[] =>
  milestones.filter(({ status, attempts }) => status === 'skipped' && attempts > 0).map(({ label }) => label);
