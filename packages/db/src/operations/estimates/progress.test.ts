import { describe, expect, test } from 'vitest';
import { progressOf } from './progress';
import type { ProgressMilestone } from './progress';
import type { MilestoneStatus, OperationStatus } from '@milepost/contract/statuses';

const LABELS = ['Installing nginx', 'Writing configuration', 'Installation complete'];

/** Three milestones of two states that weigh 7, 2 and 1. */
function milestones(statuses: MilestoneStatus[], state: number | null = null): ProgressMilestone[] {
  return statuses.map((status, i) => ({
    n: i + 1,
    label: LABELS[i] ?? '',
    status,
    weight: [7000, 2000, 1000][i] ?? 0,
    states: 2,
    state: status === 'running' ? state : null,
  }));
}

interface Row {
  is: string;
  status?: OperationStatus;
  shown?: number;
  of: MilestoneStatus[];
  state?: number;
  step: number;
  percentage: number;
}

const TABLE: Row[] = [
  { is: 'before the first', status: 'queued', of: ['pending', 'pending', 'pending'], step: 0, percentage: 0 },
  { is: 'in the first, not at a state yet', of: ['running', 'pending', 'pending'], step: 1, percentage: 0 },
  { is: 'at its first state', of: ['running', 'pending', 'pending'], state: 1, step: 1, percentage: 0 },
  {
    is: 'at its second of two states',
    of: ['running', 'pending', 'pending'],
    state: 2,
    step: 1,
    percentage: 35,
  },
  { is: 'after the first', of: ['done', 'pending', 'pending'], step: 2, percentage: 70 },
  { is: 'one was skipped', of: ['done', 'skipped', 'pending'], step: 3, percentage: 90 },
  { is: 'all are done but it is not closed', of: ['done', 'done', 'done'], step: 3, percentage: 99 },
  { is: 'completed', status: 'completed', of: ['done', 'done', 'done'], step: 3, percentage: 100 },
  {
    is: 'failed in the second',
    status: 'failed',
    of: ['done', 'failed', 'pending'],
    step: 2,
    percentage: 70,
  },
  { is: 'tried again: never back', shown: 81, of: ['done', 'running', 'pending'], step: 2, percentage: 81 },
];

describe('where an operation stands', () => {
  test.each(TABLE)(
    '$is: step $step, $percentage %',
    ({ status = 'running', shown = 0, of, state, step, percentage }) => {
      const progress = progressOf({ status, direction: 1, percentage: shown }, milestones(of, state));
      expect(progress).toEqual({ step, total: 3, label: LABELS[Math.max(step, 1) - 1], percentage });
    },
  );

  test('the percentage is floored', () => {
    const thirds = milestones(['done', 'done', 'pending']).map((milestone) => ({ ...milestone, weight: 1 }));
    expect(progressOf({ status: 'running', direction: 1, percentage: 0 }, thirds).percentage).toBe(66);
  });

  test.each<[OperationStatus, MilestoneStatus[], { step: number; label: string }]>([
    ['running', ['done', 'running', 'pending'], { step: 2, label: 'Rolling back: Writing configuration' }],
    [
      'awaiting_decision',
      ['done', 'failed', 'rolled_back'],
      { step: 2, label: 'Rolling back: Writing configuration' },
    ],
    ['running', ['done', 'rolled_back', 'pending'], { step: 1, label: 'Rolling back: Installing nginx' }],
    ['canceled', ['rolled_back', 'rolled_back', 'pending'], { step: 1, label: 'Rolled back' }],
  ])('on the way back, %s: %j', (status, of, shown) => {
    expect(progressOf({ status, direction: -1, percentage: 90 }, milestones(of))).toEqual({
      ...shown,
      total: 3,
      percentage: 90,
    });
  });

  test('nothing to do at all', () => {
    const nothing = { step: 0, total: 0, label: '', percentage: 0 };
    expect(progressOf({ status: 'queued', direction: 1, percentage: 0 }, [])).toEqual(nothing);
    expect(progressOf({ status: 'completed', direction: 1, percentage: 0 }, [])).toEqual({
      ...nothing,
      percentage: 100,
    });
  });
});
