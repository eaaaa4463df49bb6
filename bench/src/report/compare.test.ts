import { expect, test } from 'vitest';
import type { GoalResult } from '../measure/evaluate-goal';
import { compare } from './compare';
import type { RecordedRow } from './recorded';

const goal = (value: number | null, spread: number, more: Partial<GoalResult> = {}): GoalResult => ({
  ...{ of: 'ours', to: 'ssh', at: 0.5, better: 'less', limit: 1, verdict: 'met', value },
  ...{ low: value && value - spread, high: value && value + spread },
  ...more,
});

const row = (...goals: GoalResult[]): RecordedRow => ({
  ...{ n: 1, name: 'bare-exec', what: 'an exec', series: [], notes: [], goals },
});

const more = { better: 'more' } as const;

test.each<[string, GoalResult, GoalResult, boolean]>([
  ['worse by more than both spreads', goal(2, 0.1), goal(1, 0.1), true],
  ['worse within the spread of the old', goal(2, 0.1), goal(1, 1), false],
  ['worse within its own spread', goal(2, 1), goal(1, 0.1), false],
  ['worse by less than a tenth', goal(1.05, 0.001), goal(1, 0.001), false],
  ['better', goal(1, 0.1), goal(2, 0.1), false],
  ['less where more is better', goal(1, 0.1, more), goal(2, 0.1, more), true],
  ['more where more is better', goal(2, 0.1, more), goal(1, 0.1, more), false],
  ['missing now', goal(null, 0), goal(1, 0.1), false],
  ['missing then', goal(2, 0.1), goal(null, 0), false],
  ['another goal than the last time', goal(2, 0.1, { at: 0.99 }), goal(1, 0.1), false],
])('%s', (...[, now, before, fell]) => {
  expect(compare([row(now)], [row(before)]).length > 0).toBe(fell);
});

test('a row that fell behind is named, with both numbers', () => {
  expect(compare([row(goal(2, 0.5))], [row(goal(1, 0.25))])).toEqual([
    { row: 'bare-exec', sentence: 'ours / ssh, p50 was 1 (0.75 to 1.25), is 2 (1.5 to 2.5)' },
  ]);
});

test('a row that was never recorded has nothing to fall behind', () => {
  expect(compare([row(goal(2, 0.1))], [])).toEqual([]);
});
