import { describe, expect, it } from 'vitest';

import { formatAgo, formatPreciseDuration, formatDurationRange } from './format-time';

describe('formatPreciseDuration', () => {
  it.each([
    [40, '0.0s'],
    [420, '0.4s'],
    [3_810, '3.8s'],
    [9_940, '9.9s'],
    [9_960, '10s'],
    [11_400, '11s'],
    [59_800, '1m 00s'],
  ])('%i ms is %s', (ms, expected) => {
    expect(formatPreciseDuration(ms)).toBe(expected);
  });
});

describe('formatDurationRange', () => {
  it.each([
    [100, 900, 'less than 1s'],
    [6_000, 6_400, 'about 6s'],
    [25_000, 45_000, '25s to 45s'],
    [40_000, 80_000, '40s to 1m 20s'],
    [100_000, 155_000, '1m 40s to 2m 35s'],
  ])('%i to %i ms is %s', (from, to, expected) => {
    expect(formatDurationRange(from, to)).toBe(expected);
  });
});

describe('formatAgo', () => {
  const now = new Date(2025, 10, 9, 14, 32).getTime();
  const at = (...of: [number, number, number, number, number]): string => new Date(...of).toISOString();
  it.each([
    [new Date(now + 5_000).toISOString(), 'now'],
    [new Date(now - 4_000).toISOString(), '4s ago'],
    [new Date(now - 125_000).toISOString(), '2m ago'],
    [at(2025, 10, 9, 9, 0), '5h ago'],
    [at(2025, 10, 9, 0, 10), '14h ago'],
    [at(2025, 10, 8, 23, 0), 'yesterday'],
    [at(2025, 9, 8, 12, 0), '8 Oct'],
    [at(2024, 9, 8, 12, 0), '8 Oct 2024'],
  ])('%s is %s', (then, expected) => {
    // A day that began before midnight but less than twelve hours ago still counts in hours.
    expect(formatAgo(then, now)).toBe(expected);
  });
});
