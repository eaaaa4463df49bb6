import type { LockedMilestone, LockedOperation } from './lock-operation';
import { hasEnded } from './words';
import type { Next } from './words';

/** A wait of 0 ms would come back before the clock has moved. */
const SHORTEST_WAIT_MS = 50;

/** What the rows say has to be done now. Pure: the same rows, the same answer. */
export function nextOf(operation: LockedOperation): Next {
  const { status, outcome, lane, restMs } = operation;
  if (hasEnded(status)) return { do: 'end', outcome: status };

  if (outcome) return { do: 'close' };
  if (operation.cancelAskedBy) return { do: 'wait', title: 'Cancelling', status: 'cancelling' };
  if (status === 'deciding') {
    return { do: 'wait', title: 'Waiting for a decision', status, ...bounded(operation.decideMs) };
  }
  if (status === 'paused') {
    const title = `Paused by ${operation.pauseAskedBy ?? 'somebody'}`;
    return { do: 'wait', title, status, ...bounded(operation.resumeMs) };
  }
  if (lane.holder !== operation.id) return { do: 'wait', title: waitingFor(lane), status };
  if (lane.blocked !== null) return { do: 'prove', title: `Making sure: ${lane.blocked}`, status };
  if (!operation.prepared) return { do: 'prepare', title: 'Preparing', status: 'running' };
  const milestone = nextMilestone(operation);
  if (!milestone) return { do: 'close' };
  const title = titleOf(operation, milestone);
  if (restMs > 0) return { do: 'wait', title: `${title}: trying again`, status, ...bounded(restMs) };
  const running = status === 'pausing' ? status : 'running';
  return { do: 'run', milestone: milestone.n, epoch: operation.epoch, title, status: running };
}

/**
 * The title of the milestone that a run of the operation begins with; null where something else comes first. Preparing is
 * part of the opening.
 */
export function beginsWith(operation: LockedOperation): string | null {
  const next = nextOf(operation);
  if ((next.do !== 'run' && next.do !== 'prepare') || next.status !== 'running') return null;
  const milestone = nextMilestone(operation);
  return milestone ? titleOf(operation, milestone) : null;
}

/** Forwards the first that is open; on the way back the last that was begun and is not undone. */
export function nextMilestone({ direction, milestones }: LockedOperation): LockedMilestone | undefined {
  return direction === 1 ? milestones.find(isOpen) : milestones.findLast(isToUndo);
}

function isOpen({ status }: LockedMilestone): boolean {
  return status !== 'done' && status !== 'skipped';
}

/** What was never begun has changed nothing; what was skipped on the way back is left as it is. */
function isToUndo({ attempts, status }: LockedMilestone): boolean {
  return attempts > 0 && status !== 'undone' && status !== 'skipped';
}

function titleOf({ direction, milestones }: LockedOperation, { n, label }: LockedMilestone): string {
  const title = `${n}/${milestones.length} ${label}`;
  return direction === 1 ? title : `${title}: rolling back`;
}

function waitingFor({ serverName, holderTitle }: LockedOperation['lane']): string {
  return `Waiting for ${serverName}${holderTitle ? `: ${holderTitle} is at work` : ''}`;
}

const bounded = (ms: number | null): { ms?: number } =>
  ms === null ? {} : { ms: Math.max(SHORTEST_WAIT_MS, ms) };
