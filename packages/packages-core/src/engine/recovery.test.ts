import { expect, test } from 'vitest';
import type { CommandState, Phase } from './host';
import { recover } from './recovery';

const state: CommandState = { check: 'true', apply: 'true', verify: null, capture: null, repeatable: false };
const repeatable = { ...state, repeatable: true };
const unchecked = { ...state, check: null };
const lost = (phase: Phase, alive: string[] = []) => ({ kind: 'lost' as const, state: 1, phase, alive });

test.each([
  {
    what: 'lost in a check',
    answer: lost('check'),
    of: state,
    then: { do: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in a capture',
    answer: lost('capture'),
    of: state,
    then: { do: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in a verify',
    answer: lost('verify'),
    of: unchecked,
    then: { do: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in an apply',
    answer: lost('apply'),
    of: state,
    then: { do: 'repeat', stopFirst: false, guard: 1 },
  },
  {
    what: 'lost in a repeatable apply',
    answer: lost('apply'),
    of: repeatable,
    then: { do: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in a repeatable apply that lives on',
    answer: lost('apply', ['7:sh']),
    of: repeatable,
    then: { do: 'repeat', stopFirst: true, guard: null },
  },
  { what: 'lost in an apply that nothing checks', answer: lost('apply'), of: unchecked, then: { do: 'ask' } },
  { what: 'absent', answer: { kind: 'absent' as const }, of: repeatable, then: { do: 'ask' } },
  {
    what: 'refused after a restore',
    answer: { kind: 'refused' as const, reason: 'spool_restored' as const, detail: '' },
    of: repeatable,
    then: { do: 'ask' },
  },
])('$what: $then.do', ({ answer, of, then }) => {
  expect(recover(answer, [of])).toMatchObject(then);
});
