import { describe, expect, it } from 'vitest';

import { agoWords, durationWords, preciseDuration, rangeWords } from './words';

describe('durationWords', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [999, '0 s'],
    [31_000, '31 s'],
    [59_999, '59 s'],
    [60_000, '1 m 00 s'],
    [124_000, '2 m 04 s'],
    [3_720_000, '1 h 02 m'],
    [100_800_000, '1 d 4 h'],
  ])('%i ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

describe('preciseDuration', () => {
  it.each([
    [40, '0.0 s'],
    [420, '0.4 s'],
    [3_810, '3.8 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [11_400, '11 s'],
    [59_800, '1 m 00 s'],
  ])('%i ms is %s', (ms, words) => {
    expect(preciseDuration(ms)).toBe(words);
  });
});

describe('rangeWords', () => {
  it.each([
    [100, 900, 'less than 1 s'],
    [6_000, 6_400, 'about 6 s'],
    [25_000, 45_000, '25 to 45 s'],
    [40_000, 80_000, '40 s to 1 m 20 s'],
    [100_000, 155_000, '1 m 40 s to 2 m 35 s'],
  ])('%i to %i ms is %s', (from, to, words) => {
    expect(rangeWords(from, to)).toBe(words);
  });
});

describe('agoWords', () => {
  const now = new Date(2025, 10, 9, 14, 32).getTime();
  const at = (...of: [number, number, number, number, number]): string => new Date(...of).toISOString();
  it.each([
    [new Date(now + 5_000).toISOString(), 'now'],
    [new Date(now - 4_000).toISOString(), '4 s ago'],
    [new Date(now - 125_000).toISOString(), '2 m ago'],
    [at(2025, 10, 9, 9, 0), '5 h ago'],
    [at(2025, 10, 9, 0, 10), '14 h ago'],
    [at(2025, 10, 8, 23, 0), 'yesterday'],
    [at(2025, 9, 8, 12, 0), '8 Oct'],
    [at(2024, 9, 8, 12, 0), '8 Oct 2024'],
  ])('%s is %s', (then, words) => {
    // A day that began before midnight but less than twelve hours ago still counts in hours.
    expect(agoWords(then, now)).toBe(words);
  });
});
