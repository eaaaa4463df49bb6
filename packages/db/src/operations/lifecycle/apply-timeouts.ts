import { CLOCK } from '@milepost/contract/actors';
import type { Transaction } from '../../client';
import { markAsFailed } from '../control/decide';
import type { LockedOperation } from '../lock-operation';
import { becomePaused, resumeOperation } from '../control/pause-operation';

/** Applies what is due without a request: a pause that can begin, one that has timed out, a decision that was not made in time. */
export async function applyDueTimeouts(tx: Transaction, operation: LockedOperation): Promise<boolean> {
  const { id: operationId, status, outcome, cancelRequestedBy, milestones } = operation;
  if (outcome !== null || cancelRequestedBy !== null) return false;
  if (status === 'pausing' && !milestones.some((milestone) => milestone.status === 'running')) {
    await becomePaused(tx, operation);
    return true;
  }
  if (status === 'paused' && operation.resumeInMs === 0) {
    await resumeOperation(tx, { operationId, by: CLOCK });
    return true;
  }
  if (status === 'awaiting_decision' && operation.decisionDueInMs === 0) {
    await markAsFailed(tx, { operation, by: CLOCK, reason: null });
    return true;
  }
  return false;
}
