import type { LockedMilestone, LockedOperation } from './lock-operation';
import { hasEnded } from '@milepost/contract/statuses';
import type { StepTitle } from '@milepost/contract/step-title';
import type { NextStep } from '@milepost/contract/operation-workflow';

/** A wait of 0 ms would come back before the clock has moved. */
const MIN_WAIT_MS = 50;

/** What the rows say has to be done now. Pure: the same rows, the same answer. */
export function nextStep(operation: LockedOperation): NextStep {
  const { status, outcome, queue, retryInMs } = operation;
  if (hasEnded(status)) return { type: 'end', outcome: status };

  if (outcome) return { type: 'close' };
  if (operation.cancelRequestedBy) return { type: 'wait', title: { code: 'canceling' }, status: 'canceling' };
  if (status === 'awaiting_decision') {
    const title = { code: 'awaiting_decision' } as const;
    return { type: 'wait', title, status, ...waitLimit(operation.decisionDueInMs) };
  }
  if (status === 'paused') {
    const title = { code: 'paused', by: operation.pauseRequestedBy } as const;
    return { type: 'wait', title, status, ...waitLimit(operation.resumeInMs) };
  }
  if (queue.holder !== operation.id) return { type: 'wait', title: queueTitle(queue), status };
  if (queue.blocked !== null)
    return { type: 'verify_stopped', title: { code: 'verifying_stopped', command: queue.blocked }, status };
  // Without a plan it is not prepared, whatever its row says: having nothing left to do would be taken for its end.
  if (!operation.prepared || operation.planHash === null)
    return { type: 'prepare', title: { code: 'preparing' }, status: 'running' };
  const milestone = nextMilestone(operation);
  if (!milestone) return { type: 'close' };
  const title = titleOf(operation, milestone);
  if (retryInMs > 0)
    return { type: 'wait', title: { ...title, retrying: true }, status, ...waitLimit(retryInMs) };
  const running = status === 'pausing' ? status : 'running';
  return { type: 'run', milestone: milestone.n, attemptKey: operation.attemptKey, title, status: running };
}

/** The milestone that a workflow which is started now begins with; null where something else comes first. Preparing is part of it. */
export function firstMilestone(operation: LockedOperation): Extract<NextStep, { type: 'run' }> | null {
  const milestones = operation.planHash === null ? shownMilestones(operation) : operation.milestones;
  const planHash = operation.planHash ?? operation.shownHash;
  const next = nextStep({ ...operation, prepared: true, planHash, milestones });
  return next.type === 'run' && next.status === 'running' ? next : null;
}

/** As they will be if the worker compiles the plan that was shown; otherwise the workflow gets another next step. */
function shownMilestones({ shownMilestones: shown }: LockedOperation): LockedMilestone[] {
  return shown.map(({ id, label, states, weight }, index) => ({
    ...{ n: index + 1, milestoneId: id, label, states, weight },
    ...{ status: 'pending', attempts: 0, state: null, retries: 0, applied: null, noReapplyStates: [] },
  }));
}

/** Forward: the first that is open. During a rollback: the last that began and is not undone. */
export function nextMilestone({ direction, milestones }: LockedOperation): LockedMilestone | undefined {
  return direction === 1 ? milestones.find(isOpen) : milestones.findLast(needsUndo);
}

function isOpen({ status }: LockedMilestone): boolean {
  return status !== 'done' && status !== 'skipped';
}

/** A milestone that never began has changed nothing; one that was skipped during the rollback is left as it is. */
function needsUndo({ attempts, status }: LockedMilestone): boolean {
  return attempts > 0 && status !== 'rolled_back' && status !== 'skipped';
}

function titleOf(
  { direction, milestones }: LockedOperation,
  { n, label }: LockedMilestone,
): Extract<StepTitle, { code: 'milestone' }> {
  const of = milestones.length;
  return { code: 'milestone', n, of, label, rollingBack: direction === -1, retrying: false };
}

function queueTitle({ serverName, holderTitle }: LockedOperation['queue']): StepTitle {
  return { code: 'queued', server: serverName, behind: holderTitle };
}

const waitLimit = (ms: number | null): { ms?: number } =>
  ms === null ? {} : { ms: Math.max(MIN_WAIT_MS, ms) };
