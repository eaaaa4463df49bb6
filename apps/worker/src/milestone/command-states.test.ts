import { expect, test } from 'vitest';
import type { PlannedCommand } from '@milepost/contract/plan';
import { command, milestone, state } from '../../test/harness/plans';
import { commandStates, milestoneLibraries } from './command-states';

const calling = (...libraries: string[]): PlannedCommand => ({ ...command('x'), libraries });
const planned = milestone('one', [
  { ...state('a', { check: 'c', apply: 'a' }), apply: calling('a', 'b'), undo: calling('c') },
  { ...state('b', { check: 'c', apply: 'a' }), check: calling('b'), preview: calling('d') },
]);
const libraries = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, `${name}\n`]));

test('a milestone gets the libraries that its scripts call, each once', () => {
  expect(milestoneLibraries({ libraries }, planned, false)).toBe('a\nb\n');
});

test('a rollback gets those that its undo scripts call', () => {
  expect(milestoneLibraries({ libraries }, planned, true)).toBe('c\n');
});

test('a milestone whose states the server may have to undo gets their undo, with its libraries', () => {
  const [a, b] = planned.states;
  const refusing = { ...b!, undoesWhenRefused: [1] };
  const states = commandStates({ ...planned, states: [a!, refusing] }, []);
  expect(states[0]?.undo).toContain('[ -e "$MP_CAPTURE_FILE" ] || exit 0');
  expect(states[1]).toMatchObject({ undoesWhenRefused: [1] });
  expect(states[1]).not.toHaveProperty('undo');
  expect(milestoneLibraries({ libraries }, { ...planned, states: [a!, refusing] }, false)).toBe('a\nb\nc\n');

  const guarded = { ...a!, unlessConfirmed: { withinSeconds: 9 } };
  expect(commandStates({ ...planned, states: [guarded] }, [])).toMatchObject([
    { confirmWithinSeconds: 9, undo: expect.stringContaining('.undone') as string },
  ]);
  expect(commandStates(planned, [])[0]).not.toHaveProperty('undo');
});

test('a milestone of a plan from before there were libraries gets none', () => {
  expect(milestoneLibraries({}, milestone('one', [state('a', { check: 'c', apply: 'a' })]), false)).toBe('');
});
