import type { StackRunStepView } from '@milepost/api/stack-views';
import type { OperationSummary } from '@milepost/api/views';
import { expect, test } from 'vitest';

import { runBar } from './run-status';

const operation = (status: OperationSummary['status'], percentage: number) =>
  ({ status, progress: { percentage } }) as OperationSummary;

const step = (n: number, other: Partial<StackRunStepView>): StackRunStepView => ({
  ...{ n, title: `Step ${n}`, packageTitle: 'nginx', status: 'waiting', weight: 100, operation: null },
  problem: null,
  ...other,
});

test('the bar of a run has a segment for each step, as wide as it usually takes', () => {
  const bar = runBar({
    ...{ status: 'running', sentence: 'Step 2 of 4.' },
    steps: [
      step(1, { status: 'completed', operation: operation('completed', 100) }),
      step(2, { status: 'submitted', weight: 200, operation: operation('running', 50) }),
      step(3, { status: 'skipped' }),
      step(4, {}),
    ],
  });
  expect(bar.segments).toEqual([
    { state: 'done', weight: 100 },
    { state: 'now', weight: 200 },
    { state: 'done', weight: 100 },
    { state: 'todo', weight: 100 },
  ]);
  expect(bar).toMatchObject({ percentage: 60, within: 0.5, tone: 'run', spoken: 'Step 2 of 4. 60 percent' });
});

test('a step that failed is marked, and one that waits for a decision waits', () => {
  const states = (other: Partial<StackRunStepView>) =>
    runBar({ status: 'stopped', sentence: '', steps: [step(1, other)] }).segments.map(({ state }) => state);
  expect(states({ status: 'failed', operation: operation('failed', 30) })).toEqual(['fail']);
  expect(states({ status: 'rejected' })).toEqual(['fail']);
  expect(states({ status: 'submitted', operation: operation('awaiting_decision', 30) })).toEqual(['wait']);
  expect(states({ status: 'failed', operation: operation('queued', 30) })).toEqual(['wait']);
});
