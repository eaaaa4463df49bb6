import type { LockedOperation } from './lock-operation';
import { hasEnded } from './words';

/** What a person can answer at a decision point. */
export type Choice =
  /** Of the milestone that failed; on the way back, of its undoing. */
  | { action: 'retry' }
  /** `milestone` counts from 1. */
  | { action: 'retry_from'; milestone: number }
  | { action: 'skip'; reason: string }
  /** `removeData`: the data of what it brought goes too; left out, it is kept. */
  | { action: 'roll_back'; reason: string | null; removeData?: boolean }
  | { action: 'give_up'; reason: string | null };

type Asked = Pick<LockedOperation, 'status' | 'direction'> & {
  milestones: Pick<LockedOperation['milestones'][number], 'n' | 'status' | 'attempts'>[];
};

/** Which choices there are now. Pure. A failed operation that was given up can only be tried again. */
export function choicesOf({ status, direction, milestones }: Asked): Choice['action'][] {
  if (status !== 'deciding') return status === 'failed' ? ['retry'] : [];
  const failed = milestones.find((milestone) => milestone.status === 'failed');
  const begun = milestones.some(({ attempts }) => attempts > 0);
  return [
    'retry',
    ...(direction === 1 && failed !== undefined && failed.n > 1 ? (['retry_from'] as const) : []),
    ...(failed ? (['skip'] as const) : []),
    ...(direction === 1 && begun ? (['roll_back'] as const) : []),
    'give_up',
  ];
}

/** Whether this very choice can be made now. */
export function isOffered(operation: Asked, choice: Choice): boolean {
  if (!choicesOf(operation).includes(choice.action)) return false;
  if (choice.action !== 'retry_from') return true;
  const failed = operation.milestones.find(({ status }) => status === 'failed');
  return failed !== undefined && choice.milestone >= 1 && choice.milestone < failed.n;
}

/** Whether it can be paused or resumed now, or its cancellation asked for. Pure. */
export function handlesOf(operation: {
  status: LockedOperation['status'];
  outcome: LockedOperation['outcome'];
  interrupted: string | null;
}): { pause: boolean; resume: boolean; cancel: boolean; goOn: boolean } {
  const { status, outcome } = operation;
  const open = !hasEnded(status) && outcome === null && status !== 'cancelling';
  return {
    pause: open && (status === 'queued' || status === 'running'),
    resume: open && (status === 'paused' || status === 'pausing'),
    cancel: open,
    goOn: !hasEnded(status) && operation.interrupted !== null,
  };
}
