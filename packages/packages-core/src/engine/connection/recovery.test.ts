import { expect, test } from 'vitest';
import type { Phase } from '@milepost/contract/statuses';
import type { CommandState } from '../host';
import { recover } from './recovery';

const state: CommandState = { check: 'true', apply: 'true', verify: null, capture: null, idempotent: false };
const idempotent = { ...state, idempotent: true };
const unchecked = { ...state, check: null };
const lost = (phase: Phase, survivors: string[] = []) => ({
  kind: 'lost' as const,
  state: 1,
  phase,
  survivors,
});

test.each([
  {
    what: 'lost in a check',
    answer: lost('check'),
    of: state,
    then: { action: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in a capture',
    answer: lost('capture'),
    of: state,
    then: { action: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in a verify',
    answer: lost('verify'),
    of: unchecked,
    then: { action: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in an apply',
    answer: lost('apply'),
    of: state,
    then: { action: 'repeat', stopFirst: false, guard: 1 },
  },
  {
    what: 'lost in an idempotent apply',
    answer: lost('apply'),
    of: idempotent,
    then: { action: 'repeat', stopFirst: false, guard: null },
  },
  {
    what: 'lost in an idempotent apply that lives on',
    answer: lost('apply', ['7:sh']),
    of: idempotent,
    then: { action: 'repeat', stopFirst: true, guard: null },
  },
  {
    what: 'lost in an apply that nothing checks',
    answer: lost('apply'),
    of: unchecked,
    then: { action: 'require_decision' },
  },
  {
    what: 'absent',
    answer: { kind: 'absent' as const },
    of: idempotent,
    then: { action: 'require_decision' },
  },
  {
    what: 'refused after a restore',
    answer: { kind: 'refused' as const, reason: 'spool_restored' as const, detail: '' },
    of: idempotent,
    then: { action: 'require_decision' },
  },
])('$what: $then.action', ({ answer, of, then }) => {
  expect(recover(answer, [of])).toMatchObject(then);
});
