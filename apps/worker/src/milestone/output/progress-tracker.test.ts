import { describe, expect, it } from 'vitest';
import { ProgressTracker } from './progress-tracker';

type Step = [ms: number, done: number, label?: string];
const T = 1_700_000_000_000;

function rates(steps: Step[], unit = 'packages'): (number | null)[] {
  const counting = new ProgressTracker();
  return steps.map(
    ([ms, done, label = 'Unpacking']) =>
      counting.add({ kind: 'progress', done, total: 32, unit, label, fraction: null }, T + ms).count.rate,
  );
}

describe('the rate', () => {
  it.each<[string, Step[], number | null]>([
    ['one count', [[0, 1]], null],
    [
      'less than a second',
      [
        [0, 1],
        [900, 5],
      ],
      null,
    ],
    [
      'a steady pace',
      [
        [0, 0],
        [1000, 6],
        [2000, 12],
      ],
      6,
    ],
    [
      'a backlog that came at once',
      [
        [0, 1],
        [10, 5],
        [20, 20],
        [2000, 22],
      ],
      1,
    ],
    [
      'another label begins anew',
      [
        [0, 0],
        [2000, 20],
        [2100, 1, 'Setting up'],
      ],
      null,
    ],
    [
      'a count that went back begins anew',
      [
        [0, 10],
        [2000, 20],
        [3000, 1],
      ],
      null,
    ],
    [
      'the last ten seconds only',
      [
        [0, 0],
        [1000, 20],
        [12_000, 21],
        [14_000, 23],
      ],
      1,
    ],
  ])('%s', (_name, steps, rate) => {
    expect(rates(steps).at(-1)).toBe(rate);
  });

  it('is none of percentages', () => {
    expect(
      rates(
        [
          [0, 1],
          [2000, 20],
        ],
        '%',
      ),
    ).toEqual([null, null]);
  });
});

it.each([
  [null, 0.25],
  [0.4, 0.4],
])('a fraction of %j is %d of the state', (fraction, within) => {
  const message = {
    kind: 'progress' as const,
    done: 8,
    total: 32,
    unit: 'files',
    label: 'Copying',
    fraction,
  };
  expect(new ProgressTracker().add(message, T).stateFraction).toBe(within);
});
