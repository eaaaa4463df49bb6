import { describe, expect, it } from 'vitest';

import { planSentence, tallyOf } from './plan-tally';

type Is = 'already_true' | 'to_do' | 'unknown' | 'not_checked';
const milestone = (usually: number | null, ...states: [Is, string | null][]) => ({
  id: 'm',
  label: 'M',
  usually,
  states: states.map(([is, destructive], index) => ({
    id: String(index),
    label: '',
    is,
    shown: '',
    destructive,
    detail: null,
  })),
});

describe('tallyOf', () => {
  it('puts every state on exactly one heap', () => {
    const milestones = [
      milestone(1, ['already_true', null], ['already_true', 'would remove data'], ['to_do', null]),
      milestone(1, ['to_do', 'removes data'], ['unknown', null], ['not_checked', 'removes logs']),
    ];
    expect(tallyOf({ milestones })).toEqual({ alreadyTrue: 2, willBeDone: 1, destructive: 2, unknown: 1 });
  });
});

describe('planSentence', () => {
  const none = { alreadyTrue: 0, willBeDone: 0, destructive: 0, unknown: 0 };
  it.each([
    [{ ...none, alreadyTrue: 5 }, 'Everything is already true: nothing will be changed.'],
    [{ ...none, alreadyTrue: 5, willBeDone: 1 }, 'Nothing is destroyed by it.'],
    [{ ...none, willBeDone: 3, destructive: 1 }, 'One thing is destroyed by it; see the red sign.'],
    [{ ...none, destructive: 2 }, '2 things are destroyed by it; see the red signs.'],
    [{ ...none, unknown: 4 }, 'What is true already is found out step by step.'],
  ])('%j', (tally, sentence) => {
    expect(planSentence(tally)).toBe(sentence);
  });
});
