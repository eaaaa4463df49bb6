import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../dsl/secret';
import type { State } from '../../../dsl/state';
import { template } from '../../../dsl/template';
import { localShell } from '../../../dsl/testing/local-shell';
import { compiled, runState } from '../../../dsl/testing/run-state';
import { testFolder } from '../../../dsl/testing/test-folder';
import { download } from '../../fetch/download';
import { directive } from '../../nginx/directive';
import { block } from '../block';
import { content, line, original } from '../files';
import { ini } from '../ini';
import { json } from '../json';
import { link, linkOriginal } from '../link';

const folder = testFolder();
beforeEach(() => chmod(folder.home, 0o755));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const observe = (state: State) => runState(state, { shell: localShell() }).observations();
const path = () => join(folder.home, 'it.conf');

const STATES: [string, (path: string) => State][] = [
  ['content', (it) => content(it, 'wanted\n')],
  ['original', original],
  ['line', (it) => line(it, { match: '^a', content: 'a' })],
  ['ini', (it) => ini(it, { section: null, settings: { a: 1 } })],
  ['json', (it) => json(it, { a: 1 })],
  ['block', (it) => block(it, { name: 'x', text: 'y' })],
  ['download', (it) => download('https://x.example/y', { to: it, sha256: 'a'.repeat(64) })],
  ['directive', (it) => directive(it, { section: 'main', name: 'user', value: 'x', field: 'user' })],
];

test.each(STATES)('%s observes the content that is there, and changes nothing', async (_name, stateOf) => {
  expect(await observe(stateOf(path()))).toEqual([{ kind: 'file', path: path(), found: null }]);
  await writeFile(path(), 'there\n');
  const before = await stat(path());
  expect(await observe(stateOf(path()))).toEqual([{ kind: 'file', path: path(), found: sha256('there\n') }]);
  expect((await stat(path())).ctimeMs).toBe(before.ctimeMs);
});

test.each([
  ['link', (it: string) => link(it, { to: '/new' })],
  ['linkOriginal', linkOriginal],
])('%s observes where it points to', async (_name, stateOf) => {
  expect(await observe(stateOf(path()))).toEqual([{ kind: 'file', path: path(), found: null }]);
  await symlink('/elsewhere', path());
  expect(await observe(stateOf(path()))).toEqual([
    { kind: 'file', path: path(), found: sha256('/elsewhere\n') },
  ]);
});

test('a directory in the place of a file is no content', async () => {
  await mkdir(path());
  expect(await observe(content(path(), 'x'))).toEqual([{ kind: 'file', path: path(), found: null }]);
});

const password = new Secret('password');
const PRIVATE = [
  { whose: 'only its owner may read it', text: 'a\n', mode: 0o640, wanted: 'b\n' },
  { whose: 'a password is in it', text: 'a\nPassword = x\n', mode: 0o644, wanted: 'b\n' },
  { whose: 'a secret is written to it', text: 'a\n', mode: 0o644, wanted: template`a ${password}` },
];

test.each(PRIVATE)(
  'a file’s digest is not that of its content where $whose, but changes with it',
  async ({ text, mode, wanted }) => {
    const stateOf = (it: string) => content(it, wanted);
    const there = async () => {
      await rm(path(), { force: true });
      await writeFile(path(), text, { mode });
      await chmod(path(), mode);
      return observe(stateOf(path()));
    };
    const [first] = await there();
    expect(first).toMatchObject({ kind: 'file', found: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(first).not.toMatchObject({ found: sha256(text) });
    expect(await observe(stateOf(path()))).toEqual([first]);
    expect(await there()).not.toEqual([first]);
    expect(compiled(stateOf(path())).observe?.secrets).toEqual([]);
  },
);
