import type { MilestoneView, OperationNotice } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { formatCount, silenceLabel } from './format-count';
import { noticeSentence, noticeLabel } from './notice-labels';
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

describe('what is waited for', () => {
  const lock = "another package manager (unattended-upgr, process 812) to release dpkg's lock";
  it.each<[OperationNotice, string, string]>([
    [
      { kind: 'waiting', for: lock, since: ago(80) },
      `Waiting for ${lock}, 1m 20s`,
      `Waiting for ${lock}, 1m 20s so far. It continues automatically.`,
    ],
    [
      { kind: 'silent', since: ago(6) },
      'No response for 6s',
      'web-1 has not responded for 6s. The command keeps running there.',
    ],
    [
      { kind: 'reconnecting', attempt: 3, since: ago(12), reason: 'timed out' },
      'Reconnecting, attempt 3, no response for 12s',
      'Reconnecting to web-1, attempt 3: no response for 12s (timed out). The command keeps running there; output resumes when the connection is back.',
    ],
    [
      {
        kind: 'retrying',
        label: 'the package mirror answered with a server error',
        attempt: 2,
        of: 4,
        at: ago(-30),
      },
      'The package mirror answered with a server error; retrying in 30s (attempt 2 of 4)',
      'The package mirror answered with a server error. Retrying automatically in 30s (attempt 2 of 4).',
    ],
    [
      { kind: 'worker_lost', since: ago(3), command: true },
      'The worker stopped responding',
      'The worker stopped responding. The command continues on web-1. Another worker takes over automatically.',
    ],
    [
      { kind: 'worker_lost', since: ago(3), command: false },
      'The worker stopped responding',
      'The worker stopped responding. Another worker takes over automatically.',
    ],
    [
      { kind: 'no_worker', since: ago(3), command: true },
      'No worker is running',
      'No worker is running. The command continues on web-1. A worker takes the operation over as soon as one is running.',
    ],
    [
      { kind: 'no_worker', since: ago(3), command: false },
      'No worker is running',
      'No worker is running. The operation continues as soon as one is running.',
    ],
  ])('%o', (notice, expected, sentence) => {
    expect(noticeLabel(notice, now)).toBe(expected);
    expect(noticeSentence(notice, 'web-1', now)).toBe(sentence);
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
