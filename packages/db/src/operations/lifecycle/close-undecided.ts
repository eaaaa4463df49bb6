import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { finalizeOperation } from './close-operation';
import { markAsFailed, assertUndecided } from '../control/decide';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { hasEnded } from '@milepost/contract/statuses';

export interface CloseUndecided {
  /** The operation that waits for a decision. */
  operationId: string;
  /** The decision point, as the page showed it. */
  point: number;
  by: string;
  /** Why it is closed. */
  reason: string;
}

/**
 * Closes an operation that waits for a decision, as failed, so that another one may follow in the same transaction. One that has
 * ended meanwhile is left alone.
 *
 * @throws DatabaseError operation_not_found, already_decided, operation_unfinished
 */
export async function closeUndecided(
  tx: Transaction,
  { operationId, point, by, reason }: CloseUndecided,
): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status)) return;
  await assertUndecided(tx, { operationId, point });
  if (!awaitsDecision(operation) || operation.decisionPoint !== point) throw operationBusyError(operation);
  await closeAsFailed(tx, { operation, by, reason });
}

export function awaitsDecision({ status, outcome, cancelRequestedBy }: LockedOperation): boolean {
  return status === 'awaiting_decision' && outcome === null && cancelRequestedBy === null;
}

/**
 * The decision “mark as failed” without the worker: nothing of it runs on the server, or its queue is blocked until that is
 * verified, and stays so. Its workflow is woken and finds it ended. The operation is locked.
 */
export async function closeAsFailed(
  tx: Transaction,
  { operation, by, reason }: { operation: LockedOperation; by: string; reason: string | null },
): Promise<void> {
  const { id: operationId, queue } = operation;
  await markAsFailed(tx, { operation, by, reason });
  const unverifiedCommand = queue.blockedBy === operationId ? queue.blocked : null;
  await finalizeOperation(tx, { operationId, stopped: null, unverifiedCommand, record: null });
}

export function operationBusyError({ id, title }: Pick<LockedOperation, 'id' | 'title'>): DatabaseError {
  return new DatabaseError({ code: 'operation_unfinished', operationId: id, title });
}
