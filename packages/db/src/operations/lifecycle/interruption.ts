import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { blockQueue, releaseQueue, requeue } from '../queue/server-queue';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';
import { hasEnded } from '@milepost/contract/statuses';

interface Interruption {
  operationId: string;
  /** The run that was terminated; a later one may execute the operation by now. */
  runId: string;
}

/**
 * Its workflow was terminated: a mark over the status, which stays; an open decision stays open. An operation that only has to be
 * closed, such as a canceled one, gets a new run instead: there is nothing for a person to decide. Returns whether something changed.
 */
export async function markInterrupted(
  tx: Transaction,
  { operationId, runId }: Interruption,
): Promise<boolean> {
  const operation = await lockOperation(tx, operationId);
  const { status, queue, serverId: queueId, title, milestones } = operation;
  if (hasEnded(status)) return false;
  const closing = isClosing(operation);
  if (operation.interrupted !== null && !closing) return false;
  if (!(await isCurrentRun(tx, operation, runId))) return false;
  if (closing) {
    await appendEvent(tx, { operationId, key: `replaced-${runId}`, type: 'run_replaced', data: { runId } });
    await restartWorkflow(tx, { operationId });
    return true;
  }
  await tx.$executeRaw`update operations set interrupted = ${runId}, notice = null where id = ${operationId}`;
  await appendEvent(tx, { operationId, key: `interrupted-${runId}`, type: 'interrupted', data: { runId } });
  const running = milestones.find((milestone) => milestone.status === 'running');
  if (queue.holder === operationId && running) {
    const { label } = running;
    const command = { code: 'milestone_may_run', label, operation: title, workflowTerminated: true } as const;
    await blockQueue(tx, { queueId, operationId, command });
  } else if (queue.holder === operationId) {
    // Nothing of it runs: others need not wait until it is resumed, and its preconditions are checked again then.
    await tx.$executeRaw`update operations set prepared = false where id = ${operationId}`;
    await releaseQueue(tx, { queueId, operationId });
  }
  return true;
}

/** Canceled, or over but for its last activity. */
const isClosing = ({ cancelRequestedBy, outcome }: LockedOperation): boolean =>
  cancelRequestedBy !== null || outcome !== null;

/** The run that opened it, or one that was terminated before it could: then its start is delivered, and it is news. */
async function isCurrentRun(tx: Transaction, operation: LockedOperation, runId: string): Promise<boolean> {
  if (operation.runId !== null) return operation.runId === runId;
  const operationId = operation.id;
  const [seen] = await tx.$queryRaw<{ news: boolean }[]>`
    select not exists (select 1 from outbox where operation_id = ${operationId} and kind = 'start' and sent_at is null)
      and not exists (select 1 from events where operation_id = ${operationId}
        and key in (${`interrupted-${runId}`}, ${`replaced-${runId}`})) as news`;
  return seen?.news === true;
}

/**
 * Resumes an interrupted operation in a new run, from the state of its rows. A command that still runs on the server is attached to.
 *
 * @throws DatabaseError operation_not_found, not_interrupted
 */
export async function resumeInterrupted(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.interrupted === null)
    throw new DatabaseError({ code: 'not_interrupted', operationId });
  const key = `gone-on-${operation.interrupted}`;
  await appendEvent(tx, { operationId, key, type: 'resumed_after_interruption', data: { by } });
  await restartWorkflow(tx, { operationId, attaches: operation.queue.blockedBy === operationId });
  if (operation.status === 'paused' || operation.status === 'awaiting_decision') return; // its queue is lent
  // Another operation may hold the queue meanwhile: preconditions are checked again afterwards.
  await requeue(tx, { queueId: operation.serverId, operationId });
}

/** Starts a new run where the workflow is missing, or ended without closing the operation. Returns whether it did; a later run is left alone. */
export async function restartIfMissing(
  tx: Transaction,
  { operationId, runId }: { operationId: string; runId: string | null },
): Promise<boolean> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.runId !== runId) return false;
  if (operation.interrupted !== null && !isClosing(operation)) return false;
  await restartWorkflow(tx, { operationId });
  return true;
}

/** Starts a workflow for what has none. `joins`: the queue is blocked by its own command, which the new run follows. */
export async function restartWorkflow(
  tx: Transaction,
  { operationId, attaches = false }: { operationId: string; attaches?: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update operations set interrupted = null, run_id = null, dispatched_at = clock_timestamp() where id = ${operationId}`;
  if (attaches) {
    await tx.$executeRaw`
      update server_queues set blocked = null, blocked_by = null, blocked_at = null, holder = ${operationId}, held_since = clock_timestamp()
      where blocked_by = ${operationId} and (holder is null or holder = ${operationId})`;
  }
  await enqueueMessage(tx, { operationId, kind: 'start' });
}
