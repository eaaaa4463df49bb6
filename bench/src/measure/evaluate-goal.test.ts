import { describe, expect, test } from 'vitest';
import type { Goal, Series } from '../row';
import { evaluateGoal } from './evaluate-goal';

const ms = (name: string, ...samples: number[]): Series => ({ name, unit: 'ms', samples });
const ratio: Goal = { of: 'ours', to: 'ssh', at: 0.5, better: 'less', limit: 0.5 };

describe('judging a goal', () => {
  test.each<[string, Goal, Series[], object]>([
    [
      'a ratio of medians',
      ratio,
      [ms('ours', 4, 5, 6), ms('ssh', 10, 20, 10)],
      { value: 0.5, verdict: 'met' },
    ],
    ['a ratio that is too high', ratio, [ms('ours', 6), ms('ssh', 10)], { value: 0.6, verdict: 'missed' }],
    ['its noise', ratio, [ms('ours', 4, 6, 5), ms('ssh', 10, 10, 10)], { low: 0.4, high: 0.6 }],
    [
      'a quantile without a peer',
      { of: 'ours', at: 0.99, better: 'less', limit: 9 },
      [ms('ours', 1, 10)],
      { value: 10, verdict: 'missed' },
    ],
    [
      'a rate that is high enough',
      { of: 'ours', at: 0.5, better: 'more', limit: 3 },
      [ms('ours', 3)],
      { verdict: 'met' },
    ],
    [
      'what has no limit',
      { of: 'ours', at: 0.5, better: 'less', limit: null },
      [ms('ours', 3)],
      { verdict: 'recorded' },
    ],
    ['a peer that is missing', ratio, [ms('ours', 3)], { value: null, verdict: 'missing' }],
    ['a peer without a run', ratio, [ms('ours', 3), ms('ssh')], { value: null, verdict: 'missing' }],
  ])('%s', (...[, goal, series, expected]) => {
    expect(evaluateGoal(goal, series)).toMatchObject(expected);
  });
});
