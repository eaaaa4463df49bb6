import type { StackRunStepView, StackRunSummary } from '@milepost/api/stack-views';
import { hasEnded } from '@milepost/contract/statuses';

import type { BarProps, BarSegment } from '../../components/status/bar';
import type { Tone } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';

export interface StepStyle {
  icon: StatusIconName;
  tone: Tone;
  word: string;
}

const runStyles: Record<StackRunSummary['status'], StepStyle> = {
  running: { icon: 'will', tone: 'run', word: 'Running' },
  waiting: { icon: 'decision', tone: 'warn', word: 'Needs a decision' },
  stopped: { icon: 'failed', tone: 'bad', word: 'Stopped' },
  completed: { icon: 'ok', tone: 'ok', word: 'Completed' },
  ended: { icon: 'canceled', tone: 'idle', word: 'Ended' },
};

/** A run's status as an icon and a word. */
export const runStyle = (status: StackRunSummary['status']): StepStyle => runStyles[status];

const stepStyles: Record<StackRunStepView['status'], StepStyle> = {
  waiting: { icon: 'todo', tone: 'idle', word: 'Waiting' },
  submitted: { icon: 'queued', tone: 'idle', word: 'Submitted' },
  completed: { icon: 'ok', tone: 'ok', word: 'Completed' },
  skipped: { icon: 'already', tone: 'ok', word: 'Already in place' },
  failed: { icon: 'failed', tone: 'bad', word: 'Failed' },
  canceled: { icon: 'canceled', tone: 'idle', word: 'Canceled' },
  rejected: { icon: 'failed', tone: 'bad', word: 'Not started' },
};

/** The status of a step without an operation that runs. */
export const stepStyle = (status: StackRunStepView['status']): StepStyle => stepStyles[status];

/** 0 to 100. */
function stepPercentage({ status, operation }: StackRunStepView): number {
  if (status === 'completed' || status === 'skipped') return 100;
  return operation?.progress.percentage ?? 0;
}

/** The bar of a run: one segment a step, as wide as it usually takes. Pure. */
export function runBar(
  run: Pick<StackRunSummary, 'status' | 'sentence'> & { steps: StackRunStepView[] },
): Omit<BarProps, 'label'> {
  const total = run.steps.reduce((sum, { weight }) => sum + weight, 0);
  const done = run.steps.reduce((sum, step) => sum + step.weight * (stepPercentage(step) / 100), 0);
  const percentage = total === 0 ? 0 : Math.floor((done / total) * 100);
  const current = run.steps.findLast(({ status }) => status === 'submitted');
  return {
    segments: run.steps.map((step) => ({ state: segmentState(step), weight: step.weight })),
    percentage,
    within: current === undefined ? 0 : stepPercentage(current) / 100,
    tone: run.status === 'completed' ? 'ok' : run.status === 'ended' ? 'held' : 'run',
    spoken: `${run.sentence} ${percentage} percent`,
  };
}

function segmentState({ status, operation }: StackRunStepView): BarSegment['state'] {
  const open = operation !== null && !hasEnded(operation.status);
  if (open) return operation.status === 'running' ? 'now' : 'wait';
  switch (status) {
    case 'completed':
    case 'skipped':
      return 'done';
    case 'failed':
    case 'rejected':
      return 'fail';
    case 'submitted':
      return 'wait';
    case 'waiting':
    case 'canceled':
      return 'todo';
  }
}
