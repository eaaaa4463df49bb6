import { expect, test } from 'vitest';
import type { Plan, PlannedCommand } from '@milepost/contract/plan';
import { localShell } from '../testing/local-shell';
import { completeScript, libraryTexts } from './stored-libraries';

const libraries: Plan['libraries'] = { a: 'say_a() { echo a; }\n', b: 'say_b() { echo b; }\n' };
const command = (script: string, called?: string[]): PlannedCommand => ({
  ...{ script, secrets: [], display: script },
  ...(called && { libraries: called }),
});

test('commands that call the same libraries get each of them once', () => {
  const commands = [command('say_b', ['b']), command('say_a; say_b', ['a', 'b']), command('true')];
  expect(libraryTexts(libraries, commands)).toBe('say_a() { echo a; }\nsay_b() { echo b; }\n');
});

test('a command that runs alone finds its libraries', async () => {
  const script = completeScript(libraries, command('say_a', ['a']));
  expect(await localShell()(script, {})).toEqual({ exitCode: 0, output: 'a\n' });
});

test('a command of a plan from before there were libraries runs as it is', () => {
  expect(completeScript(undefined, command('true'))).toBe('true');
});

test('a plan without a library that a command calls is an error', () => {
  expect(() => completeScript({}, command('say_a', ['a']))).toThrow('does not hold the library a');
});
