import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { lend } from './lanes';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { post } from './outbox';
import { takeUpAgain } from './take-up-again';

interface Pause {
  operationId: string;
  by: string;
  /** When it goes on by itself; null: when somebody resumes it. */
  resumeAt: Date | null;
}

/**
 * Asks for a pause. It begins between two states: at once where nothing runs, else `pausing` until then. Asked again, it
 * changes when the pause ends.
 *
 * @throws DatabaseError operation_not_found, not_now
 */
export async function pauseOperation(tx: Transaction, { operationId, by, resumeAt }: Pause): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const { status, outcome, restMs } = operation;
  if (outcome !== null || !PAUSABLE.includes(status)) throw notNow('paused', operation);
  const asked = status === 'paused' || status === 'pausing';
  const atOnce = status === 'queued' || restMs > 0;
  await tx.$executeRaw`
    update operations set resume_at = ${resumeAt}, status = case when status in ('running', 'queued') then 'pausing' else status end,
      pause_asked_by = coalesce(pause_asked_by, ${by}), pause_asked_at = coalesce(pause_asked_at, clock_timestamp())
    where id = ${operationId}`;
  const data = { by, resumeAt: resumeAt?.toISOString() ?? null };
  await appendEvent(tx, { operationId, key: `pause-asked-${randomUUID()}`, type: 'pause_asked', data });
  if (atOnce) await becomePaused(tx, { ...operation, pauseAskedBy: by });
  if (asked || atOnce) await post(tx, { operationId, kind: 'wake' });
}

const PAUSABLE: string[] = ['queued', 'running', 'pausing', 'paused'];

/** Nothing of it runs on the server: the lane is lent, the place in it kept. The operation is locked. */
export async function becomePaused(tx: Transaction, operation: LockedOperation): Promise<void> {
  const { id: operationId, serverId: laneId, fence } = operation;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'pending' where operation_id = ${operationId} and status = 'running')
    update operations set status = 'paused', prepared = false, notice = null, retry_at = null where id = ${operationId}`;
  const data = { by: operation.pauseAskedBy ?? 'somebody' };
  await appendEvent(tx, { operationId, key: `paused-${fence}-${operation.epoch}`, type: 'paused', data });
  await lend(tx, { laneId, operationId });
}

/**
 * Ends a pause, or takes the wish for one back. It waits for its lane again, at its old place.
 *
 * @throws DatabaseError operation_not_found, not_now
 */
export async function resumeOperation(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  const { status } = operation;
  if (status !== 'paused' && status !== 'pausing') throw notNow('resumed', operation);
  const id = randomUUID();
  await appendEvent(tx, { operationId, key: `resumed-${id}`, type: 'resumed', data: { by } });
  if (status === 'paused') await takeUpAgain(tx, { operation, epoch: `resumed-${id}` });
  await tx.$executeRaw`
    update operations set pause_asked_by = null, pause_asked_at = null, resume_at = null,
      status = case when status = 'pausing' then 'running' else status end
    where id = ${operationId}`;
}

function notNow(what: string, { id, status }: LockedOperation): DatabaseError {
  return new DatabaseError('not_now', `It is ${status} and cannot be ${what} now.`, {
    operationId: id,
    status,
  });
}
