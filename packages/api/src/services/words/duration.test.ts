import { expect, test } from 'vitest';
import { duration } from './duration';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [3840, '3.8 s'],
  [9999, '10 s'],
  [12_400, '12 s'],
  [59_600, '1 min'],
  [60_000, '1 min'],
  [252_000, '4 min 12 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
])('%i ms is %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});
