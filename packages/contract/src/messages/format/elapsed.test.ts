import { describe, expect, it } from 'vitest';
import { formatElapsed } from './elapsed';

describe('formatElapsed', () => {
  it.each([
    [-5, '0s'],
    [0, '0s'],
    [999, '0s'],
    [31_000, '31s'],
    [59_999, '59s'],
    [60_000, '1m 00s'],
    [124_000, '2m 04s'],
    [3_720_000, '1h 02m'],
    [100_800_000, '1d 4h'],
  ])('%i ms is %s', (ms, expected) => {
    expect(formatElapsed(ms)).toBe(expected);
  });
});
