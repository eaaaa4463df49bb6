import { describe, expect, it } from 'vitest';

import { deadlineWords, doneWords, meanwhileWords } from './decision-words';

const now = Date.UTC(2026, 10, 23, 12);
const inMs = (ms: number): string => new Date(now + ms).toISOString();

describe('deadlineWords', () => {
  it.each([
    [7 * 86_400_000 - 60_000, 'If nobody decides, it is given up by itself in 6 d 23 h.'],
    [90_000, 'If nobody decides, it is given up by itself in 1 m 30 s.'],
    [0, 'Nobody decided: it is being given up.'],
  ])('%i ms before', (ms, words) => {
    expect(deadlineWords(inMs(ms), now)).toBe(words);
  });
});

it('says that others are free to go on, but not where the lane is blocked', () => {
  expect(meanwhileWords('web-1', null)).toBe('web-1 is free for other operations meanwhile.');
  expect(meanwhileWords('web-1', { kind: 'blocked', command: '', since: '' })).toMatch(
    /^Nothing else starts/,
  );
});

describe('doneWords', () => {
  const milestones = (...of: ('done' | 'failed' | 'undone' | 'skipped')[]) =>
    of.map((status) => ({ status }));
  it.each([
    [milestones('failed'), ''],
    [milestones('done', 'skipped', 'failed'), 'One milestone is done and stays done.'],
    [milestones('done', 'done', 'undone'), '2 milestones are done and stay done.'],
  ])('%o', (of, words) => {
    expect(doneWords(of)).toBe(words);
  });
});
