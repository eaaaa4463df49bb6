import { execFile } from 'node:child_process';
import { link, lstat, mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../dsl/template';
import { localShell } from '../../dsl/testing/local-shell';
import { testFolder } from '../../dsl/testing/test-folder';
import { runState } from '../../dsl/testing/run-state';
import * as file from './files';

const folder = testFolder();
const shell = localShell();
const secrets = { password: 'kanarie-password' };
const at = (name: string) => join(folder.home, name);
const content = (wanted: string | Template, options: file.FileOptions = {}) =>
  runState(file.content(at('it'), wanted, { owner: folder.owner, ...options }), { shell, secrets });
const replaceable = (wanted: string | Template, options: file.FileOptions = {}) =>
  runState(file.replaceable(at('it'), wanted, { owner: folder.owner, ...options }), { shell, secrets });
const restored = (withoutBackup: 'removed' | 'stays' = 'removed') =>
  runState(file.removedOrRestored(at('it'), { withoutBackup }), { shell });
const sentences = async (of: { findings: () => Promise<{ kind: string; sentence: string }[]> }) =>
  (await of.findings()).map(({ kind, sentence }) => `${kind}: ${sentence.replaceAll(folder.home, '')}`);

describe('a path that is', () => {
  test('a symbolic link stays one, and its target is written', async () => {
    await mkdir(at('deep'));
    await writeFile(at('deep/target'), 'mine\n', { mode: 0o644 });
    await symlink('deep/target', at('it'));
    await content('a').apply();
    expect(await content('a').check()).toBe(0);
    expect([await readlink(at('it')), await folder.read('deep/target')]).toEqual(['deep/target', 'a\n']);
    await runState(file.line(at('it'), { match: '^a', content: 'a 2' }), { shell }).apply();
    expect([await readlink(at('it')), await folder.read('deep/target')]).toEqual(['deep/target', 'a 2\n']);
    await restored().apply();
    expect([await readlink(at('it')), await folder.read('deep/target')]).toEqual(['deep/target', 'mine\n']);
    expect(await readdir(at('deep'))).toEqual(['target']);
  });

  test.each([
    {
      what: 'a link to nothing',
      make: () => symlink('nowhere', at('it')),
      says: 'a symbolic link to nowhere, which does not exist',
    },
    {
      what: 'a link to a directory',
      make: () => symlink(folder.home, at('it')),
      says: ', is a directory, not a file',
    },
    {
      what: 'a link into the system',
      make: () => symlink('/usr/bin/env', at('it')),
      says: 'which belongs to the system',
    },
    {
      what: 'a link to a device',
      make: () => symlink('/dev/null', at('it')),
      says: 'which belongs to the system',
    },
    { what: 'a directory', make: () => mkdir(at('it')), says: 'is a directory, not a file' },
    {
      what: 'one of two names of a file',
      make: async () => {
        await writeFile(at('other'), 'mine\n');
        await link(at('other'), at('it'));
      },
      says: 'has a second name (a hard link)',
    },
    {
      what: 'a pipe',
      make: () => promisify(execFile)('mkfifo', [at('it')]),
      says: 'is not a regular file',
    },
  ])('$what is refused, and left alone', async ({ make, says }) => {
    await make();
    const before = [await readdir(folder.home), (await lstat(at('it'))).ino];
    expect(await content('a').check()).toBe(1);
    expect(await replaceable('a').check()).toBe(1);
    expect(await sentences(replaceable('a'))).toEqual([expect.stringContaining(says)]);
    for (const refused of [await replaceable('a').apply(), await content('a').apply()])
      expect(refused).toMatchObject({ output: expect.stringContaining(says) as string });
    expect((await content('a').apply()).exitCode).toBe(4);
    expect([await readdir(folder.home), (await lstat(at('it'))).ino]).toEqual(before);
  });
});
