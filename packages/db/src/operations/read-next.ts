import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import { nextOf } from './next-of';
import { settleDue } from './settle-due';
import type { Next } from './words';

/**
 * Reads the rows anew, does what has become due, and answers what comes next: the last thing an activity's transaction
 * does. The operation is locked.
 */
export async function readNext(tx: Transaction, operationId: string): Promise<Next> {
  const operation = await readLocked(tx, operationId);
  if (!(await settleDue(tx, operation))) return nextOf(operation);
  return nextOf(await readLocked(tx, operationId));
}
