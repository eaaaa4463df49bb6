import { expect, test } from 'vitest';
import type { PlannedCommand } from '@milepost/contract/plan';
import { command, milestone, state } from '../../test/harness/plans';
import { milestoneLibraries } from './command-states';

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

test('a milestone of a plan from before there were libraries gets none', () => {
  expect(milestoneLibraries({}, milestone('one', [state('a', { check: 'c', apply: 'a' })]), false)).toBe('');
});
