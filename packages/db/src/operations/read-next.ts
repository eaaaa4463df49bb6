import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { nextOf } from './next-of';
import { settleDue } from './settle-due';
import type { Next } from './words';

/** The rows as they stand, and what comes next. */
export interface Standing {
  operation: LockedOperation;
  next: Next;
}

/**
 * Does what has become due, and answers what comes next: the last thing an activity's transaction does, for who knows how the
 * rows stand. They are read anew only where something was due. The operation is locked.
 */
export async function standingAfter(tx: Transaction, known: LockedOperation): Promise<Standing> {
  const operation = (await settleDue(tx, known)) ? await readLocked(tx, known.id) : known;
  return { operation, next: nextOf(operation) };
}

/** The same for who needs no more than what comes next. */
export async function nextAfter(tx: Transaction, known: LockedOperation): Promise<Next> {
  return (await standingAfter(tx, known)).next;
}

/** The same for who has changed more than he can tell: the rows are read anew. */
export async function readNext(tx: Transaction, operationId: string): Promise<Next> {
  return nextAfter(tx, await readLocked(tx, operationId));
}
