import type { MilestoneView } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { formatCount, silenceLabel } from './format-count';
import { timeLeft } from '../progress/time-left';

const now = Date.UTC(2026, 10, 23, 12);
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();
const milestone = (of: Partial<MilestoneView>): MilestoneView => ({
  ...{ n: 1, id: 'one', label: 'One', status: 'pending', attempts: 1, states: [], state: 1, phase: 'apply' },
  ...{
    applied: null,
    failure: null,
    interrupted: false,
    skipReason: null,
    count: null,
    lastOutputAt: null,
    typicalDuration: null,
    weight: 1_000,
  },
  ...{ startedAt: null, endedAt: null },
  ...of,
});
const count = (done: number, total: number, of: { rate?: number; unit?: string } = {}) => ({
  ...{ done, total, rate: null, unit: 'packages', label: 'Unpacking' },
  ...of,
});

describe('formatCount', () => {
  it.each([
    [count(14, 32, { rate: 6.2 }), 'Unpacking 14 of 32 packages, 6/s'],
    [count(14, 32), 'Unpacking 14 of 32 packages'],
    [count(14, 32, { rate: 0.25 }), 'Unpacking 14 of 32 packages, 15/min'],
    [count(24, 100, { unit: '%' }), 'Unpacking, 24 %'],
    [count(4_100_000, 9_000_000, { rate: 1_200_000, unit: 'bytes' }), 'Unpacking 4.1 MB of 9.0 MB, 1.2 MB/s'],
  ])('%o', (of, expected) => {
    expect(formatCount(of)).toBe(expected);
  });
});

describe('silenceLabel', () => {
  it.each([
    [{ status: 'running' as const, lastOutputAt: ago(40) }, 'no output for 40s'],
    [{ status: 'running' as const, lastOutputAt: ago(19) }, null],
    [{ status: 'running' as const, lastOutputAt: null }, null],
    [{ status: 'done' as const, lastOutputAt: ago(40) }, null],
  ])('%o', (of, expected) => {
    expect(silenceLabel(milestone(of), now)).toBe(expected);
  });
});

describe('timeLeft', () => {
  const typicalDuration = { from: 10_000, to: 20_000 };
  const running = { status: 'running' as const, typicalDuration, startedAt: ago(4) };
  it.each<[string, Partial<MilestoneView>[], { from: number; to: number } | null]>([
    ['earlier runs', [running, { typicalDuration }], { from: 16_000, to: 36_000 }],
    ['what is done takes nothing', [{ status: 'done' }, { typicalDuration }], typicalDuration],
    ['one that never ran is not known', [running, {}], null],
    ['nor one that takes longer than ever', [{ ...running, startedAt: ago(30) }], null],
    [
      'but for what it counts',
      [{ ...running, startedAt: ago(30), count: count(22, 32, { rate: 1 }) }],
      { from: 10_000, to: 15_000 },
    ],
    [
      'a slow count widens the range',
      [{ ...running, count: count(2, 32, { rate: 1 }) }],
      { from: 16_000, to: 30_000 },
    ],
    ['what failed is a person’s to decide', [{ status: 'failed', typicalDuration }], null],
  ])('%s', (_name, milestones, left) => {
    expect(timeLeft(milestones.map(milestone), now)).toEqual(left);
  });
});
