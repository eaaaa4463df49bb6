import { describe, expect, it } from 'vitest';

import { deadlineSentence, completedSentence, meanwhileSentence } from './decision-labels';

const now = Date.UTC(2026, 10, 23, 12);
const inMs = (ms: number): string => new Date(now + ms).toISOString();

describe('deadlineSentence', () => {
  it.each([
    [7 * 86_400_000 - 60_000, 'Without a decision the operation is marked as failed in 6d 23h.'],
    [90_000, 'Without a decision the operation is marked as failed in 1m 30s.'],
    [0, 'The time to decide is over: the operation is being marked as failed.'],
  ])('%i ms before', (ms, expected) => {
    expect(deadlineSentence(inMs(ms), now)).toBe(expected);
  });
});

it('says that others are free to go on, but not where the queue is blocked', () => {
  expect(meanwhileSentence('web-1', null)).toBe('web-1 is free for other operations.');
  expect(meanwhileSentence('web-1', { kind: 'blocked', command: '', since: '' })).toMatch(
    /^Nothing else starts/,
  );
});

describe('completedSentence', () => {
  const milestones = (...of: ('done' | 'failed' | 'rolled_back' | 'skipped')[]) =>
    of.map((status) => ({ status }));
  it.each([
    [milestones('failed'), ''],
    [milestones('done', 'skipped', 'failed'), '1 step is complete.'],
    [milestones('done', 'done', 'rolled_back'), '2 steps are complete.'],
  ])('%o', (of, expected) => {
    expect(completedSentence(of)).toBe(expected);
  });
});
