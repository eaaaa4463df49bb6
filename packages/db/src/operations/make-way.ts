import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { endOperation } from './close-operation';
import { giveUp, refuseSecond } from './decide';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { hasEnded } from './words';

export interface MakeWay {
  /** The operation that waits for a decision. */
  operationId: string;
  /** The decision point, as the page showed it. */
  point: number;
  by: string;
  /** What it makes way for. */
  reason: string;
}

/**
 * Gives up what waits for a decision and ends it at once, so that another operation may follow in the same transaction. What has
 * ended by itself meanwhile is left alone.
 *
 * @throws DatabaseError operation_not_found, already_decided, not_now
 */
export async function makeWay(tx: Transaction, { operationId, point, by, reason }: MakeWay): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return;
  await refuseSecond(tx, { operationId, point });
  if (!waitsForDecision(operation) || operation.decisionPoint !== point) throw atWork(operation);
  await endWaiting(tx, { operation, by, reason });
}

export function waitsForDecision({ status, outcome, cancelAskedBy }: LockedOperation): boolean {
  return status === 'deciding' && outcome === null && cancelAskedBy === null;
}

/**
 * The answer “give up”, without the detour over the worker: nothing of it runs on the server, or its lane is blocked until that is
 * proven, and stays so. Its workflow is woken and finds it ended. The operation is locked.
 */
export async function endWaiting(
  tx: Transaction,
  { operation, by, reason }: { operation: LockedOperation; by: string; reason: string | null },
): Promise<void> {
  const { id: operationId, lane } = operation;
  await giveUp(tx, { operation, by, reason });
  const unproven = lane.blockedBy === operationId ? lane.blocked : null;
  await endOperation(tx, { operationId, stopped: null, unproven, record: null });
}

export function atWork({ id, title }: Pick<LockedOperation, 'id' | 'title'>): DatabaseError {
  return new DatabaseError('not_now', `“${title}” is not finished: wait for it, or cancel it first.`, {
    operationId: id,
    title,
  });
}
