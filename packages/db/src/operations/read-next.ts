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
 * Reads the rows anew, does what has become due, and answers what comes next: the last thing an activity's transaction
 * does. The operation is locked.
 */
export async function readStanding(tx: Transaction, operationId: string): Promise<Standing> {
  return standingOf(tx, await readLocked(tx, operationId));
}

/** The same for who knows how the rows stand. */
export async function nextAfter(tx: Transaction, operation: LockedOperation): Promise<Next> {
  return (await standingOf(tx, operation)).next;
}

async function standingOf(tx: Transaction, known: LockedOperation): Promise<Standing> {
  const operation = (await settleDue(tx, known)) ? await readLocked(tx, known.id) : known;
  return { operation, next: nextOf(operation) };
}

/** The same for who needs no more than what comes next. */
export async function readNext(tx: Transaction, operationId: string): Promise<Next> {
  return (await readStanding(tx, operationId)).next;
}
