import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { nextStep } from './next-step';
import { applyDueTimeouts } from './lifecycle/apply-timeouts';
import type { NextStep } from '@milepost/contract/operation-workflow';

/** The rows and the next step. */
export interface OperationSnapshot {
  operation: LockedOperation;
  next: NextStep;
}

/**
 * Applies due timeouts and returns the next step: the end of every activity's transaction, for callers that know
 * the rows. They are read again only where something was due. The operation is locked.
 */
export async function advanceSnapshot(tx: Transaction, known: LockedOperation): Promise<OperationSnapshot> {
  const operation = (await applyDueTimeouts(tx, known)) ? await readLocked(tx, known.id) : known;
  return { operation, next: nextStep(operation) };
}

/** The same for callers that need only the next step. */
export async function nextStepAfter(tx: Transaction, known: LockedOperation): Promise<NextStep> {
  return (await advanceSnapshot(tx, known)).next;
}

/** The same for callers that have changed rows: they are read again. */
export async function readNextStep(tx: Transaction, operationId: string): Promise<NextStep> {
  return nextStepAfter(tx, await readLocked(tx, operationId));
}
