import { expect, test } from 'vitest';
import { formatDuration } from './duration';

test.each([
  [0, '0ms'],
  [999, '999ms'],
  [1000, '1s'],
  [3840, '3.8s'],
  [9999, '10s'],
  [12_400, '12s'],
  [59_600, '1m'],
  [60_000, '1m'],
  [252_000, '4m 12s'],
  [3_600_000, '1h'],
  [7_500_000, '2h 5m'],
])('%i ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
