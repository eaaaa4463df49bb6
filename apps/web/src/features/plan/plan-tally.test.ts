import { describe, expect, it, test } from 'vitest';

import {
  blockersOf,
  dataAtRisk,
  categoryOf,
  lossesOf,
  planSentence,
  tallyOf,
  uncheckedSentence,
} from './plan-tally';
import type { PlanStateView } from './plan-tally';

type Is = 'already_true' | 'to_do' | 'unknown' | 'not_checked';
const milestone = (typicalDuration: number | null, ...states: [Is, string | null][]) => ({
  id: 'm',
  label: 'M',
  typicalDuration,
  states: states.map(([is, destructive], index) => state({ id: String(index), is, destructive })),
});
const state = (of: Partial<PlanStateView>): PlanStateView => ({
  ...{ id: 's', label: '', role: 'change', is: 'to_do', shown: '', destructive: null, losses: [] },
  ...{ findings: [], detail: null, packages: [], diff: null, ...of },
});
const found = (kind: 'blocked' | 'destroys' | 'replaces' | 'changes' | 'keeps' | 'warns') =>
  state({ findings: [{ kind, sentence: `It ${kind} something.`, field: null }] });
const planOf = (...states: PlanStateView[]) => ({
  checkedAt: '2026-11-29T12:00:00Z',
  outOfSight: [] as string[],
  milestones: [{ id: 'm', label: 'M', typicalDuration: null, states }],
});

describe('tallyOf', () => {
  it('puts every state in exactly one category', () => {
    const milestones = [
      milestone(1, ['already_true', null], ['already_true', 'would remove data'], ['to_do', null]),
      milestone(1, ['to_do', 'removes data'], ['unknown', null], ['not_checked', 'removes logs']),
    ];
    expect(tallyOf({ milestones })).toEqual({
      ...{ blocked: 0, alreadyTrue: 2, willBeDone: 1, destructive: 2, willBeChecked: 0, unknown: 1 },
    });
  });
});

test('what would be deleted is listed, but not what is gone already', () => {
  const milestones = [
    milestone(1, ['already_true', 'Removes a.'], ['to_do', 'Removes b.'], ['to_do', null]),
    milestone(1, ['not_checked', 'Removes c.']),
  ];
  expect(lossesOf({ milestones })).toEqual([
    { sentence: 'Removes b.', names: [] },
    { sentence: 'Removes c.', names: [] },
  ]);
});

test.each([
  ['while it is checked', { preview: { checkedAt: null }, checking: true }, /is being checked against web-1/],
  [
    'where the server did not answer',
    { preview: { checkedAt: null }, checking: false },
    /was not checked against web-1/,
  ],
  ['once it was checked', { preview: { checkedAt: '2026-11-29T12:00:00Z' }, checking: false }, null],
])('a plan that removes something waits for its check: %s', (_when, plan, says) => {
  const sentence = uncheckedSentence(plan, 'web-1');
  if (says === null) expect(sentence).toBe(null);
  else expect(sentence).toMatch(says);
});

test.each<[string, Partial<PlanStateView>, string]>([
  ['a precondition that was not checked', { role: 'precondition', is: 'not_checked' }, 'unknown'],
  ['a precondition that does not hold', { ...found('blocked'), role: 'precondition' }, 'blocked'],
  ['what the end verifies', { role: 'verification', is: 'to_do' }, 'willBeChecked'],
  ['what the end verifies, unchecked', { role: 'verification', is: 'not_checked' }, 'willBeChecked'],
  ['data that would go out of sight', found('destroys'), 'destructive'],
  ['a file that is replaced', found('replaces'), 'willBeDone'],
])('it is never said of a precondition that it will be done: %s', (_what, of, category) => {
  expect(categoryOf(state(of))).toBe(category);
});

test('what blocks and what puts data at risk is listed from all milestones', () => {
  const plan = planOf(found('destroys'), found('blocked'), found('keeps'), found('blocked'));
  expect(blockersOf(plan)).toHaveLength(2);
  expect(dataAtRisk(plan)).toEqual(['It destroys something.']);
  const outOfSight = ['/mnt/redis'];
  expect(dataAtRisk({ ...planOf(state({})), outOfSight })).toEqual([expect.stringContaining('/mnt/redis')]);
});

describe('planSentence', () => {
  it.each<[string, PlanStateView[], string]>([
    ['nothing to do', [state({ is: 'already_true' })], 'Already up to date. No changes needed.'],
    [
      'nothing to do but to look',
      [state({ is: 'already_true' }), state({ role: 'verification' })],
      'Already up to date. No changes needed.',
    ],
    ['changes', [state({ is: 'already_true' }), state({})], 'No data will be lost.'],
    [
      'one deletion',
      [state({}), state({ destructive: 'Removes a.' })],
      'Deletes data: see the item marked red.',
    ],
    ['two', [state({ destructive: 'a' }), found('destroys')], 'Deletes data: see the items marked red.'],
    ['data out of sight', [found('destroys')], 'Affects data: see the item marked red.'],
    ['a replaced file', [found('replaces')], 'No data will be lost. 1 file is replaced: see the plan.'],
    [
      'two',
      [found('replaces'), found('replaces')],
      'No data will be lost. 2 files are replaced: see the plan.',
    ],
    ['nothing', [], 'The plan is empty.'],
  ])('%s', (_what, states, sentence) => {
    expect(planSentence(planOf(...states))).toBe(sentence);
  });

  it('promises nothing of a plan that was not checked', () => {
    const plan = { ...planOf(state({ is: 'not_checked' }), state({})), checkedAt: null };
    expect(planSentence(plan)).toBe('It is not known yet what would change on the server.');
  });
});
