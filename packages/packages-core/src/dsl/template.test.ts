import { describe, expect, test } from 'vitest';
import { inspect } from 'node:util';
import { compile } from './compile';
import { definePackage } from './define-package';
import { Secret } from './secret';
import { sh } from './sh';
import type { State } from './state';
import { step } from './steps/step';
import { toTemplate, doubleQuoted, template } from './template';
import { factsOf } from './conformance/samples';
import { localShell } from './testing/local-shell';
import { z } from 'zod';

const password = new Secret('password');
const VALUE = `a"b\\c'd$e\`f%g&h!i/j`;

/** As it would be sent: with the reader of secrets in front. */
function scriptOf(command: ReturnType<typeof sh>): string {
  const state: State = {
    ...{ id: 's', label: 'S', check: null, noCheckReason: 'a test', apply: command },
    ...{ noUndoReason: 'A test.', idempotent: true },
  };
  const definition = definePackage({
    ...{ id: 'x', title: 'X', category: 'system', description: 'X.' },
    input: z.object({}),
    operations: { install: () => [step.apply('it', state)], uninstall: () => [] },
  });
  const plan = compile({ definition, operation: 'install', input: {}, server: factsOf('debian-12') });
  return plan.milestones[0]?.states[0]?.apply.script ?? '';
}

describe('a text with secrets', () => {
  const configuration = template`
    # It's 100% "plain" \\ here
    port ${6379}
    requirepass ${doubleQuoted(password)}
    masterauth ${password}
  `.withFinalNewline();

  test('is printed on the server with their values', async () => {
    const { output, exitCode } = await localShell()(scriptOf(sh`${configuration.printCommand} | cat`), {
      password: VALUE,
    });
    const escaped = VALUE.replaceAll(/["\\]/g, '\\$&');
    expect(output).toBe(
      `# It's 100% "plain" \\ here\nport 6379\nrequirepass "${escaped}"\nmasterauth ${VALUE}\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('shows masks to people', () => {
    expect(configuration.display).toContain('requirepass "‹password›"\nmasterauth ‹password›\n');
  });

  test('ends before it does anything when a secret is not at hand', async () => {
    const answer = await localShell()(scriptOf(sh`echo begun; ${configuration.printCommand} | cat`), {
      other: 'x',
    });
    expect(answer).toEqual({ exitCode: 3, output: 'The secret password is not at hand.\n' });
  });

  test('may be empty, or have no secret', async () => {
    expect((await localShell()(toTemplate('').printCommand.script, {})).output).toBe('');
    expect((await localShell()(toTemplate('-n 100%\n').printCommand.script, {})).output).toBe('-n 100%\n');
  });

  test('refuses what is not a text', () => {
    expect(() => template`a ${undefined as unknown as string}`).toThrow('text takes strings');
  });
});

test('a secret shows its name only, however it is looked at', () => {
  const ways = [
    String(password),
    `${password as unknown as string}`,
    JSON.stringify({ password }),
    inspect({ password }),
  ];
  expect(ways).toEqual(['‹password›', '‹password›', '{"password":"‹password›"}', '{ password: ‹password› }']);
  expect(() => new Secret('a b')).toThrow('name');
});
