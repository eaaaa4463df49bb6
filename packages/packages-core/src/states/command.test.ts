import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sh } from '../dsl/sh';
import { shellWith } from '../dsl/testing/fake-commands';
import { localShell } from '../dsl/testing/local-shell';
import { runState } from '../dsl/testing/run-state';
import { testFolder } from '../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../dsl/testing/there-and-back';
import * as command from './command';

const folder = testFolder();
const local = { shell: localShell() };

describe('run', () => {
  const options = {
    id: 'made',
    does: 'Make it',
    is: 'It is made',
    repeatable: true as const,
    undo: { impossible: 'It stays.' },
  };

  test('does what is not done, and is undone', async () => {
    const file = join(folder.home, 'it');
    await expectThereAndBack(
      command.run({
        ...options,
        run: sh`touch ${file}`,
        unless: sh`[ -e ${file} ]`,
        undo: { capture: sh`ls ${folder.home}`, restore: sh`rm -f ${file}` },
      }),
    );
  });

  test('says why it has no check, no undo, and may not run twice', () => {
    const state = command.run({ ...options, run: sh`true`, repeatable: { no: 'It sends mail.' } });
    expect(stateViolations(state)).toEqual([]);
    expect(state).toMatchObject({
      check: null,
      noUndoReason: 'It stays.',
      notIdempotentReason: 'It sends mail.',
    });
    expect(state.idempotent).toBeUndefined();
  });
});

describe('answers', () => {
  const answers = (run: string) => command.answers({ id: 'it', is: 'It answers', run: sh`sh -c ${run}` });

  test.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['exit 7', 1],
  ])('for “%s” the check exits with %i', async (run, code) => {
    expect(await runState(answers(run), local).check()).toBe(code);
  });

  test('shows what the command said', async () => {
    expect(await runState(answers('echo no socket; exit 7'), local).apply()).toEqual({
      exitCode: 5,
      output: 'no socket\nThat failed with exit code 7.\n',
    });
  });
});

describe('typed', () => {
  const shell = () =>
    shellWith(folder.home, {
      // As the user deploy, who is whoever runs the test.
      runuser: 'echo "runuser $2" >>"$HOME_OF_TEST/calls"; shift 3; exec "$@"',
      getent: `[ "$2" != deploy ] || echo "deploy:x:7:7::$HOME_OF_TEST:/bin/sh"`,
      id: `case $* in '-u deploy') echo 7 ;; *) exec /usr/bin/id "$@" ;; esac`,
    });
  const typed = (script: string, user = 'deploy') => command.typed(script, { directory: folder.home, user });

  test('runs as the user, where it should, until the first command that fails', async () => {
    const run = runState(typed('pwd; echo "it\'s $HOME"\nfalse\necho never'), { shell: await shell() });
    expect(await run.apply()).toEqual({ exitCode: 1, output: `${folder.home}\nit's ${folder.home}\n` });
    expect(await readFile(join(folder.home, 'calls'), 'utf8')).toBe('runuser deploy\n');
  });

  test('sees neither the secrets nor what Milepost sets', async () => {
    const run = runState(typed('env; ls -l /proc/self/fd; cat <&8'), {
      shell: await shell(),
      secrets: { password: 'hush' },
    });
    const { output } = await run.apply();
    expect(output).not.toMatch(/MP_|secrets|hush/);
    expect(output).toContain('USER=deploy');
  });

  test('never runs as root', async () => {
    const asRoot = { root: runState(command.typed('id', { directory: folder.home }), local) };
    if (userInfo().uid === 0) expect(await asRoot.root.apply()).toMatchObject({ exitCode: 4 });
    expect(() => typed('id', 'root')).toThrow('never runs as root');
    await writeFile(join(folder.home, 'calls'), '');
  });

  test('is not repeated by itself, and says so', () => {
    expect(typed('a\nb')).toMatchObject({ label: '“a” was run', check: null });
    expect(typed('a').idempotent).toBeUndefined();
    expect(stateViolations(typed('a'))).toEqual([]);
    expect(() => typed(' \n')).toThrow('nothing to run');
  });
});
