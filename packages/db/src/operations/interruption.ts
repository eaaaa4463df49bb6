import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { block, lend, queueAgain } from './lanes';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { post } from './outbox';
import { hasEnded } from './words';

interface Interruption {
  operationId: string;
  /** The run that was terminated; another one may have taken the operation up since. */
  runId: string;
}

/** Its workflow was terminated: a mark over the status, which stays; an open decision stays open. Answers whether it is new. */
export async function markInterrupted(
  tx: Transaction,
  { operationId, runId }: Interruption,
): Promise<boolean> {
  const operation = await lockOperation(tx, operationId);
  const { status, lane, serverId: laneId, title, milestones } = operation;
  if (hasEnded(status) || operation.interrupted !== null) return false;
  if (!(await isItsRun(tx, operation, runId))) return false;
  await tx.$executeRaw`update operations set interrupted = ${runId}, notice = null where id = ${operationId}`;
  await appendEvent(tx, { operationId, key: `interrupted-${runId}`, type: 'interrupted', data: { runId } });
  const running = milestones.find((milestone) => milestone.status === 'running');
  if (lane.holder === operationId && running) {
    const reason = `“${running.label}” of “${title}” may still run; its workflow was terminated`;
    await block(tx, { laneId, operationId, reason });
  } else if (lane.holder === operationId) {
    // Nothing of it runs: others need not wait for who goes on with it, and what they find is judged anew.
    await tx.$executeRaw`update operations set prepared = false where id = ${operationId}`;
    await lend(tx, { laneId, operationId });
  }
  return true;
}

/** The run that opened it, or one that was terminated before it could: then its start is delivered, and it is news. */
async function isItsRun(tx: Transaction, operation: LockedOperation, runId: string): Promise<boolean> {
  if (operation.runId !== null) return operation.runId === runId;
  const operationId = operation.id;
  const [seen] = await tx.$queryRaw<{ news: boolean }[]>`
    select not exists (select 1 from outbox where operation_id = ${operationId} and kind = 'start' and sent_at is null)
      and not exists (select 1 from events where operation_id = ${operationId} and key = ${`interrupted-${runId}`}) as news`;
  return seen?.news === true;
}

/**
 * A person wants what was interrupted to go on: in a new run, from where the rows stand. What still runs on the server is joined.
 *
 * @throws DatabaseError operation_not_found, not_now
 */
export async function goOn(
  tx: Transaction,
  { operationId, by }: { operationId: string; by: string },
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.interrupted === null)
    throw new DatabaseError('not_now', 'It is not interrupted.', { operationId });
  const key = `gone-on-${operation.interrupted}`;
  await appendEvent(tx, { operationId, key, type: 'gone_on', data: { by } });
  await takeUpInNewRun(tx, { operationId, joins: operation.lane.blockedBy === operationId });
  if (operation.status === 'paused' || operation.status === 'deciding') return; // its lane is lent
  // Another one may have taken the lane over meanwhile: what is found there afterwards is judged anew.
  await queueAgain(tx, { laneId: operation.serverId, operationId });
}

/** Its workflow is gone, or closed without it: it gets a new run. Answers whether; a run since then is left alone. */
export async function takeUpWhenGone(
  tx: Transaction,
  { operationId, runId }: { operationId: string; runId: string | null },
): Promise<boolean> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.interrupted !== null || operation.runId !== runId) return false;
  await takeUpInNewRun(tx, { operationId });
  return true;
}

/** Starts a workflow for what has none. `joins`: the lane is blocked by its own command, which the new run follows. */
export async function takeUpInNewRun(
  tx: Transaction,
  { operationId, joins = false }: { operationId: string; joins?: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update operations set interrupted = null, run_id = null, dispatched_at = clock_timestamp() where id = ${operationId}`;
  if (joins) {
    await tx.$executeRaw`
      update lanes set blocked = null, blocked_by = null, blocked_at = null, holder = ${operationId}, held_since = clock_timestamp()
      where blocked_by = ${operationId} and (holder is null or holder = ${operationId})`;
  }
  await post(tx, { operationId, kind: 'start' });
}
