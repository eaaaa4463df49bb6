import type { LockedOperation } from '../lock-operation';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { hasEnded } from '@milepost/contract/statuses';

type DecidableOperation = Pick<LockedOperation, 'status' | 'direction' | 'conclusion'> & {
  milestones: Pick<LockedOperation['milestones'][number], 'n' | 'status' | 'attempts'>[];
};

/** The decisions that are possible now. Pure. An operation that has failed can only be retried. */
export function decisionOptions({
  status,
  direction,
  milestones,
  conclusion,
}: DecidableOperation): RequestedDecision['action'][] {
  if (status !== 'awaiting_decision') return status === 'failed' ? ['retry'] : [];
  if (conclusion?.code === 'plan_changed' || conclusion?.code === 'server_changed')
    return ['accept_plan', 'mark_failed'];
  const failed = milestones.find((milestone) => milestone.status === 'failed');
  const hasStarted = milestones.some(({ attempts }) => attempts > 0);
  return [
    'retry',
    ...(direction === 1 && failed !== undefined && failed.n > 1 ? (['retry_from'] as const) : []),
    ...(failed ? (['skip'] as const) : []),
    ...(direction === 1 && hasStarted ? (['roll_back'] as const) : []),
    'mark_failed',
  ];
}

/** Whether this decision is possible now. */
export function isDecisionAllowed(operation: DecidableOperation, choice: RequestedDecision): boolean {
  if (!decisionOptions(operation).includes(choice.action)) return false;
  if (choice.action !== 'retry_from') return true;
  const failed = operation.milestones.find(({ status }) => status === 'failed');
  return failed !== undefined && choice.milestone >= 1 && choice.milestone < failed.n;
}

/** Whether it can be paused or resumed now, or its cancellation asked for. Pure. */
export function availableControls(operation: {
  status: LockedOperation['status'];
  outcome: LockedOperation['outcome'];
  interrupted: string | null;
}): { pause: boolean; resume: boolean; cancel: boolean; resumeInterrupted: boolean } {
  const { status, outcome } = operation;
  const open = !hasEnded(status) && outcome === null && status !== 'canceling';
  return {
    pause: open && operation.interrupted === null && (status === 'queued' || status === 'running'),
    resume: open && (status === 'paused' || status === 'pausing'),
    cancel: open,
    resumeInterrupted: !hasEnded(status) && operation.interrupted !== null,
  };
}
