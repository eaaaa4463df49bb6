import type { Transaction } from '../client';
import { readLocked } from './lock-operation';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { hasEnded } from './words';
import type { Next } from './words';

/** A wait of 0 ms would come back before the clock has moved. */
const SHORTEST_WAIT_MS = 50;

/** What the rows say has to be done now. Pure: the same rows, the same answer. */
export function nextOf(operation: LockedOperation): Next {
  const { status, outcome, lane, restMs, epoch } = operation;
  if (hasEnded(status)) return { do: 'end', outcome: status };

  if (outcome) return { do: 'close' };
  if (operation.cancelAskedBy) return { do: 'wait', title: 'Cancelling', status: 'cancelling' };
  if (lane.holder !== operation.id) {
    const behind = lane.holderTitle ? `: ${lane.holderTitle} is at work` : '';
    return { do: 'wait', title: `Waiting for ${lane.serverName}${behind}`, status };
  }
  if (!operation.prepared) return { do: 'prepare', title: 'Preparing', status: 'running' };
  const milestone = operation.milestones.find(isOpen);
  if (!milestone) return { do: 'close' };
  const title = `${milestone.n}/${operation.milestones.length} ${milestone.label}`;
  if (restMs > 0) {
    return { do: 'wait', title: `${title}: trying again`, status, ms: Math.max(SHORTEST_WAIT_MS, restMs) };
  }
  return { do: 'run', milestone: milestone.n, epoch, title, status: 'running' };
}

/** Reads the rows anew and answers what comes next: the last thing an activity's transaction does. */
export async function readNext(tx: Transaction, operationId: string): Promise<Next> {
  return nextOf(await readLocked(tx, operationId));
}

function isOpen({ status }: LockedMilestone): boolean {
  return status !== 'done' && status !== 'skipped';
}
