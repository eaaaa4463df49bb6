import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Secret } from '../secret';
import { sh } from '../sh';
import type { Command } from '../sh';
import { stamp } from '../values/path';
import type { State } from '../state';
import { step } from '../steps/step';
import { localShell } from '../testing/local-shell';
import { compiled } from '../testing/run-state';

/** It has no login shell, no home and no right to read what root keeps. */
const USER = 'nobody';
const isRoot = process.getuid?.() === 0;

const bare = {
  ...{ id: 'one', label: 'One holds', action: 'Make one hold', check: sh`true`, apply: sh`:` },
  idempotent: true as const,
};
const state = (commands: Partial<Record<'check' | 'apply' | 'undo', Command>>): State => ({
  ...{ ...bare, capture: sh`:`, undo: sh`:`, runAs: USER },
  ...commands,
});

describe('a state with a user', () => {
  test('says so in the plan, and its commands show what they do', () => {
    const planned = compiled(state({ apply: sh`touch here` }));
    expect(planned).toMatchObject({ runAs: USER, apply: { display: 'touch here' } });
    expect(planned.apply.script).toBe(`mp_run_as ${USER} 'touch here'`);
  });

  test('a step names it for states that name none of their own', () => {
    const unnamed: State = { ...bare, noUndoReason: 'It is one.' };
    const { states } = step.run('it', { ...state({}), runAs: 'other' }, unnamed).runAs(USER);
    expect(states.map(({ runAs }) => runAs)).toEqual(['other', USER]);
  });

  test('cannot have a name that a shell would read as more', () => {
    expect(() => compiled({ ...state({}), runAs: 'a; b' })).toThrow('Not the name of a user');
  });
});

describe.runIf(isRoot)('commands of another user', () => {
  const run = (
    command: 'check' | 'apply' | 'undo',
    changed: State,
    more: { secrets?: Record<string, string>; captured?: string } = {},
  ) => {
    const script = compiled(changed)[command]?.script ?? '';
    return localShell({ captured: more.captured ?? '' })(script, more.secrets ?? {});
  };

  test('run as that user, by sh, in a directory that everybody can read', async () => {
    const { output } = await run('apply', state({ apply: sh`id -un; pwd; echo "$USER $HOME"; umask` }));
    const users = await readFile('/etc/passwd', 'utf8');
    const home = users
      .split('\n')
      .find((line) => line.startsWith(`${USER}:`))
      ?.split(':')[5];
    expect(output).toBe(`${USER}\n/\n${USER} ${home}\n0022\n`);
  });

  test.each([0, 1, 5])('end with their own exit code %s', async (code) => {
    expect((await run('apply', state({ apply: sh`exit ${code}` }))).exitCode).toBe(code);
  });

  test('get the secrets that they name, and no others', async () => {
    const secrets = { one: 'it’s "one"\nin two lines', two: 'second' };
    const apply = sh`
      ${new Secret('one')} | cat
      mp_secret two || echo none
      cat "\${MP_SECRETS:-/proc/self/fd/8}" 2>/dev/null || echo closed
    `;
    const { output } = await run('apply', state({ apply }), { secrets });
    expect(output).toBe(`${secrets.one}none\nclosed\n`);
  });

  test('read what was captured, which root alone could', async () => {
    const undo = sh`cat "$MP_CAPTURE_FILE"; stat -c '%U %a' "$MP_CAPTURE_FILE" "\${MP_CAPTURE_FILE%/*}"`;
    const { output } = await run('undo', state({ undo }), { captured: 'former\n' });
    expect(output).toBe(`former\n${USER} 644\n${USER} 700\n`);
  });

  test('find their functions, and no input', async () => {
    const { output } = await run(
      'apply',
      state({ apply: sh`mp_finding warns ${'It’s so.'}; read -r x || echo empty` }),
    );
    expect(output).toBe('warns\t\tIt’s so.\nempty\n');
  });

  test('know the time of the operation', async () => {
    expect((await run('apply', state({ apply: sh`echo ${stamp}` }))).output).toMatch(/^\d{8}-\d{6}\n$/);
  });

  test('are false, in a sentence, while there is no such user', async () => {
    const { exitCode, output } = await run('check', { ...state({ check: sh`true` }), runAs: 'not_there' });
    expect({ exitCode, output }).toEqual({
      exitCode: 1,
      output: 'There is no user not_there on this server.\n',
    });
  });

  test('may be longer than an argument', async () => {
    const long = 'x'.repeat(200_000);
    const { output } = await run('apply', state({ apply: sh`printf %s ${long} | wc -c` }));
    expect(output.trim()).toBe('200000');
  });
});
