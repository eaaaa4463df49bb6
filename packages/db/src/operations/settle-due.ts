import type { Transaction } from '../client';
import { giveUp } from './decide';
import type { LockedOperation } from './lock-operation';
import { becomePaused, resumeOperation } from './pause-operation';

/** What nobody has to ask for any more: a pause that can begin, one that ends by the clock, a decision that nobody took. */
export async function settleDue(tx: Transaction, operation: LockedOperation): Promise<boolean> {
  const { id: operationId, status, outcome, cancelAskedBy, milestones } = operation;
  if (outcome !== null || cancelAskedBy !== null) return false;
  if (status === 'pausing' && !milestones.some((milestone) => milestone.status === 'running')) {
    await becomePaused(tx, operation);
    return true;
  }
  if (status === 'paused' && operation.resumeMs === 0) {
    await resumeOperation(tx, { operationId, by: 'the clock' });
    return true;
  }
  if (status === 'deciding' && operation.decideMs === 0) {
    await giveUp(tx, { operation, by: 'the clock', reason: 'nobody decided in time' });
    return true;
  }
  return false;
}
