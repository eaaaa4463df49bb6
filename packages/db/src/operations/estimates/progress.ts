import type { MilestoneStatus, OperationStatus } from '@milepost/contract/statuses';

export interface ProgressOperation {
  status: OperationStatus;
  /** 1: forwards; -1: rolling back. */
  direction: 1 | -1;
  /** The highest percentage ever shown. */
  percentage: number;
}

export interface ProgressMilestone {
  n: number;
  label: string;
  status: MilestoneStatus;
  /** What it usually takes, in milliseconds: the width of its segment. */
  weight: number;
  /** How many states it has, and which (from 1) its attempt is at. */
  states: number;
  state: number | null;
  /** How much of that state is done, 0 to 1, where it counts. */
  stateFraction?: number;
}

export interface Progress {
  /** The milestone that runs or comes next, from 1; 0 before the first began. */
  step: number;
  total: number;
  label: string;
  /** 0 to 100: floored, never back, 100 only when completed. */
  percentage: number;
}

/** Where an operation stands. Pure. */
export function progressOf(operation: ProgressOperation, milestones: ProgressMilestone[]): Progress {
  const current =
    operation.direction === 1
      ? milestones.find(({ status }) => status !== 'done' && status !== 'skipped')
      : milestones.findLast(
          ({ status }) => status !== 'pending' && status !== 'rolled_back' && status !== 'skipped',
        );
  const hasStarted = milestones.some(({ status }) => status !== 'pending');
  const displayed = current ?? milestones.at(operation.direction === 1 ? -1 : 0);
  return {
    step: hasStarted || operation.status === 'completed' ? (displayed?.n ?? 0) : 0,
    total: milestones.length,
    label: labelOf(operation, displayed?.label),
    percentage: percentageOf(operation, milestones),
  };
}

function labelOf({ status, direction }: ProgressOperation, label = ''): string {
  if (direction === 1) return label;
  return status === 'canceled' ? 'Rolled back' : `Rolling back: ${label}`;
}

/** The percentage to show and to keep. */
export function percentageOf(operation: ProgressOperation, milestones: ProgressMilestone[]): number {
  if (operation.status === 'completed') return 100;
  const total = milestones.reduce((sum, { weight }) => sum + weight, 0);
  const reached = milestones.reduce((sum, milestone) => sum + milestone.weight * fractionDone(milestone), 0);
  const percentage = total > 0 ? Math.floor((100 * reached) / total) : 0;
  return Math.min(99, Math.max(operation.percentage, percentage));
}

/** How much of a milestone is behind it, 0 to 1: by states while it runs, and by what the state counts. */
function fractionDone({ status, state, states, stateFraction = 0 }: ProgressMilestone): number {
  switch (status) {
    case 'done':
    case 'skipped':
      return 1;
    case 'running':
      return state && states > 0 ? Math.min(state - 1 + Math.min(1, stateFraction), states) / states : 0;
    case 'pending':
    case 'failed':
    case 'rolled_back':
      return 0;
  }
}
