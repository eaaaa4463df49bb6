import type { MilestoneView, Notice } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { countWords, silenceWords } from './count-words';
import { noticeSentence, noticeWords } from './notice-words';
import { timeLeft } from './time-left';

const now = Date.UTC(2026, 10, 23, 12);
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();
const milestone = (of: Partial<MilestoneView>): MilestoneView => ({
  ...{ n: 1, id: 'one', label: 'One', status: 'pending', attempts: 1, states: [], state: 1, phase: 'apply' },
  ...{ applied: null, failure: null, count: null, lastOutputAt: null, usually: null, weight: 1_000 },
  ...{ startedAt: null, endedAt: null },
  ...of,
});
const count = (done: number, total: number, of: { rate?: number; unit?: string } = {}) => ({
  ...{ done, total, rate: null, unit: 'packages', label: 'Unpacking' },
  ...of,
});

describe('countWords', () => {
  it.each([
    [count(14, 32, { rate: 6.2 }), 'Unpacking 14 of 32 packages, 6/s'],
    [count(14, 32), 'Unpacking 14 of 32 packages'],
    [count(14, 32, { rate: 0.25 }), 'Unpacking 14 of 32 packages, 15/min'],
    [count(24, 100, { unit: '%' }), 'Unpacking, 24 %'],
    [count(4_100_000, 9_000_000, { rate: 1_200_000, unit: 'bytes' }), 'Unpacking 4.1 MB of 9.0 MB, 1.2 MB/s'],
  ])('%o', (of, words) => {
    expect(countWords(of)).toBe(words);
  });
});

describe('silenceWords', () => {
  it.each([
    [{ status: 'running' as const, lastOutputAt: ago(40) }, 'no output for 40 s'],
    [{ status: 'running' as const, lastOutputAt: ago(19) }, null],
    [{ status: 'running' as const, lastOutputAt: null }, null],
    [{ status: 'done' as const, lastOutputAt: ago(40) }, null],
  ])('%o', (of, words) => {
    expect(silenceWords(milestone(of), now)).toBe(words);
  });
});

describe('what is waited for', () => {
  const lock = "another package manager (unattended-upgr, process 812) to release dpkg's lock";
  it.each<[Notice, string, string]>([
    [
      { kind: 'waiting', for: lock, since: ago(80) },
      `Waiting for ${lock}, 1 m 20 s`,
      `Waiting for ${lock}, 1 m 20 s so far. It goes on by itself.`,
    ],
    [
      { kind: 'reconnecting', attempt: 3, since: ago(12), reason: 'timed out' },
      'Reconnecting, attempt 3, no answer for 12 s',
      'Reconnecting, attempt 3: web-1 has not answered for 12 s (timed out). The command goes on there by itself; the output continues where it stopped.',
    ],
    [
      {
        kind: 'retrying',
        label: 'the package mirror answered with a server error',
        attempt: 2,
        of: 4,
        at: ago(-30),
      },
      'The package mirror answered with a server error; again in 30 s, 2 of 4',
      'The package mirror answered with a server error. That heals by itself: again in 30 s, 2 of 4.',
    ],
  ])('%o', (notice, words, sentence) => {
    expect(noticeWords(notice, now)).toBe(words);
    expect(noticeSentence(notice, 'web-1', now)).toBe(sentence);
  });
});

describe('timeLeft', () => {
  const usually = { from: 10_000, to: 20_000 };
  const running = { status: 'running' as const, usually, startedAt: ago(4) };
  it.each<[string, Partial<MilestoneView>[], { from: number; to: number } | null]>([
    ['earlier runs', [running, { usually }], { from: 16_000, to: 36_000 }],
    ['what is done takes nothing', [{ status: 'done' }, { usually }], usually],
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
    ['what failed is a person’s to decide', [{ status: 'failed', usually }], null],
  ])('%s', (_name, milestones, left) => {
    expect(timeLeft(milestones.map(milestone), now)).toEqual(left);
  });
});
