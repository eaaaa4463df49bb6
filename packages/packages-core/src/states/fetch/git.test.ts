import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Secret } from '../../dsl/secret';
import { shellWith } from '../../dsl/testing/fake-commands';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../../dsl/testing/there-and-back';
import { checkout } from './git';

const folder = testFolder();
const at = (...names: string[]) => join(folder.home, ...names);
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', at('origin'), ...words], {
    encoding: 'utf8',
  }).trim();
const commit = async (text: string) => {
  await writeFile(at('origin', 'file'), text);
  git('add', '-A');
  git('commit', '-qm', text);
  return git('rev-parse', 'HEAD');
};
let first = '';
beforeEach(async () => {
  await mkdir(at('origin'));
  git('init', '-q', '-b', 'main');
  first = await commit('one');
  git('tag', '-a', 'v1', '-m', 'x');
  git('branch', 'other/main');
});

const state = (ref: string, more = {}) =>
  checkout(at('clone'), { repository: at('origin'), ref, user: userInfo().username, ...more });
const local = { shell: localShell() };

test.each([['main'], ['v1'], ['the commit']])('%s is checked out, and undone', async (name) => {
  await expectThereAndBack(state(name === 'the commit' ? first : name), {
    between: async () => expect(await readFile(at('clone', 'file'), 'utf8')).toBe('one'),
  });
  expect(await readdir(folder.home)).toEqual(['origin']);
});

test('a clone is brought to what the branch is now, and back', async () => {
  await runState(state('main'), local).apply();
  await commit('two');
  await expectThereAndBack(state('main'), {
    between: async () => expect(await readFile(at('clone', 'file'), 'utf8')).toBe('two'),
  });
  expect(await readFile(at('clone', 'file'), 'utf8')).toBe('one');
});

test('a clone that was cut off is completed', async () => {
  execFileSync('git', ['init', '-q', at('clone')]);
  expect(await runState(state('main'), local).apply()).toMatchObject({ exitCode: 0 });
  expect(await runState(state('main'), local).verify()).toBe(0);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'files of somebody',
    async () => void (await mkdir(at('clone/x'), { recursive: true })),
    'is not empty, and no clone',
  ],
  ['a file', () => writeFile(at('clone'), ''), 'is no directory'],
  [
    'a change by hand',
    async () => {
      await runState(state('main'), local).apply();
      await commit('two');
      await writeFile(at('clone', 'file'), 'mine');
    },
    'files were changed by hand:  M file',
  ],
  [
    'another clone',
    async () => {
      await runState(state('main'), local).apply();
      execFileSync('git', ['-C', at('clone'), 'remote', 'set-url', 'origin', '/elsewhere']);
    },
    'is a clone of another repository',
  ],
])('%s is not touched', async (_what, make, reason) => {
  await make();
  expect((await runState(state('main'), local).findings())[0]?.sentence).toContain(reason);
  const { exitCode, output } = await runState(state('main'), local).apply();
  expect({ exitCode, output }).toEqual({ exitCode: 4, output: expect.stringContaining(reason) as string });
});

test('a branch that does not exist is named', async () => {
  const { exitCode, output } = await runState(state('none'), local).apply();
  expect(exitCode).not.toBe(0);
  const [, cause] = state('none').failures ?? [];
  expect(new RegExp(cause?.pattern ?? '').exec(output)?.groups?.ref).toBe('none');
});

test('a key goes to an agent through a pipe, and git finds neither it nor the secrets', async () => {
  const shell = await shellWith(folder.home, {
    'ssh-agent': 'SSH_AUTH_SOCK=agent exec env SSH_AUTH_SOCK=agent "$@"',
    'ssh-add': 'cat >"$HOME_OF_TEST/key"',
    git: 'env >>"$HOME_OF_TEST/env"; ls -l /proc/self/fd >>"$HOME_OF_TEST/env"; [ "$1" != -C ]',
  });
  const withKey = state('main', { key: new Secret('deployKey') });
  expect(stateViolations(withKey, ['deployKey'])).toEqual([]);
  await runState(withKey, { shell, secrets: { deployKey: 'PRIVATE' } }).apply();
  const environment = await readFile(at('env'), 'utf8');
  expect(await readFile(at('key'), 'utf8')).toBe('PRIVATE');
  expect(environment).toContain('SSH_AUTH_SOCK=agent');
  expect(environment).not.toMatch(/PRIVATE|MP_|\/secrets/);
});

test.each([
  { repository: 'ext::sh -c id', ref: 'main' },
  { repository: '-u', ref: 'main' },
  { repository: 'https://example.org/a', ref: '--upload-pack=x' },
  { repository: 'https://example.org/a', ref: 'a..b' },
])('%j is refused', (wrong) => {
  expect(() => checkout('/srv/site/release', wrong)).toThrow('Not');
});
