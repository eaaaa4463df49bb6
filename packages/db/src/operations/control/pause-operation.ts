import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { releaseQueue } from '../queue/server-queue';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';
import { reopenOperation } from '../lifecycle/reopen-operation';

interface Pause {
  operationId: string;
  by: string;
  /** When it resumes automatically; null: when a person resumes it. */
  resumeAt: Date | null;
}

/**
 * Asks for a pause. It begins between two states: at once where nothing runs, else `pausing` until then. Asked again, it
 * changes when the pause ends.
 *
 * @throws DatabaseError operation_not_found, not_pausable
 */
export async function pauseOperation(tx: Transaction, { operationId, by, resumeAt }: Pause): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const { status, outcome, retryInMs } = operation;
  const alreadyRequested = status === 'paused' || status === 'pausing';
  const isInterrupted = operation.interrupted !== null && !alreadyRequested;
  if (outcome !== null || isInterrupted || !PAUSABLE.includes(status))
    throw new DatabaseError({ code: 'not_pausable', operationId, status });
  const pausesNow = status === 'queued' || retryInMs > 0;
  await tx.$executeRaw`
    update operations set resume_at = ${resumeAt}, status = case when status in ('running', 'queued') then 'pausing' else status end,
      pause_requested_by = coalesce(pause_requested_by, ${by}), pause_requested_at = coalesce(pause_requested_at, clock_timestamp())
    where id = ${operationId}`;
  const data = { by, resumeAt: resumeAt?.toISOString() ?? null };
  await appendEvent(tx, { operationId, key: `pause-asked-${randomUUID()}`, type: 'pause_requested', data });
  if (pausesNow) await becomePaused(tx, { ...operation, pauseRequestedBy: by });
  if (alreadyRequested || pausesNow) await enqueueMessage(tx, { operationId, kind: 'wake' });
}

const PAUSABLE: string[] = ['queued', 'running', 'pausing', 'paused'];

/** Nothing of it runs on the server: the queue is released, and the operation keeps its place. The operation is locked. */
export async function becomePaused(tx: Transaction, operation: LockedOperation): Promise<void> {
  const { id: operationId, serverId: queueId, fence } = operation;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'pending' where operation_id = ${operationId} and status = 'running')
    update operations set status = 'paused', prepared = false, notice = null, retry_at = null where id = ${operationId}`;
  const data = { by: operation.pauseRequestedBy ?? 'somebody' };
  await appendEvent(tx, {
    operationId,
    key: `paused-${fence}-${operation.attemptKey}`,
    type: 'paused',
    data,
  });
  await releaseQueue(tx, { queueId, operationId });
}

/**
 * Ends a pause, or withdraws the request for one. It waits for its queue again, at its old place.
 *
 * @throws DatabaseError operation_not_found, not_resumable
 */
export async function resumeOperation(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const { status } = operation;
  if (status !== 'paused' && status !== 'pausing')
    throw new DatabaseError({ code: 'not_resumable', operationId, status });
  const id = randomUUID();
  await appendEvent(tx, { operationId, key: `resumed-${id}`, type: 'resumed', data: { by } });
  if (status === 'paused') await reopenOperation(tx, { operation, attemptKey: `resumed-${id}` });
  await tx.$executeRaw`
    update operations set pause_requested_by = null, pause_requested_at = null, resume_at = null,
      status = case when status = 'pausing' then 'running' else status end
    where id = ${operationId}`;
}
