import { GUARDED_PLAN_FORMAT, PLAN_FORMAT } from '@milepost/contract/plan';
import { describe, expect, test } from 'vitest';
import { assertion } from '../../../states/assertion';
import { Secret } from '../../secret';
import { sh } from '../../sh';
import type { State } from '../../state';
import { compiledTrial } from '../../testing/run-state';

const change = (id: string, more: object = {}): State => ({
  ...{ id, label: 'X', action: 'X', check: sh`true`, apply: sh`true`, capture: sh`true`, undo: sh`back` },
  idempotent: true,
  ...more,
});
const written = (id: string) => change(id, { writes: `/etc/${id}` });
const refusing = (id: string) => ({
  ...assertion({ id, label: 'Accepted', check: sh`true`, onFailure: sh`echo no` }),
  undoesWrites: true as const,
});
const statesOf = (...states: State[]) => compiledTrial(states).milestones.at(-1)?.states ?? [];

describe('a guarded change', () => {
  test('is in the plan with its seconds, and makes it one that older workers refuse', () => {
    const plan = compiledTrial(change('a', { unlessConfirmed: { withinSeconds: 60 } }));
    expect(plan.format).toBe(GUARDED_PLAN_FORMAT);
    expect(plan.milestones.at(-1)?.states).toMatchObject([{ unlessConfirmed: { withinSeconds: 60 } }]);
    expect(compiledTrial(change('a')).format).toBe(PLAN_FORMAT);
  });

  test.each([0, 1.5, 601])('does not wait %s seconds', (withinSeconds) => {
    expect(() => compiledTrial(change('a', { unlessConfirmed: { withinSeconds } }))).toThrow('600 seconds');
  });

  test('keeps no secret on the disk of the server', () => {
    const undo = sh`${new Secret('password')} | consume`;
    const state = change('a', { undo, unlessConfirmed: { withinSeconds: 60 } });
    expect(() => compiledTrial(state)).toThrow('no secret');
  });
});

describe('an assertion that undoes what was written', () => {
  test('names the states before it that wrote a file, the last one first', () => {
    const states = statesOf(written('a'), change('b'), written('c'), refusing('d'), written('e'));
    expect(states.map(({ undoesWhenRefused }) => undoesWhenRefused)).toEqual([
      ...[undefined, undefined, undefined],
      [3, 1],
      undefined,
    ]);
  });

  test('names none where nothing was written', () => {
    expect(statesOf(change('a'), refusing('d'))[1]).not.toHaveProperty('undoesWhenRefused');
  });
});
