import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../dsl/template';
import { template } from '../../dsl/template';
import { Secret } from '../../dsl/secret';
import { localShell } from '../../dsl/testing/local-shell';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';
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
const copies = async () => (await readdir(folder.home)).filter((name) => name.includes('.milepost-orig-'));
const restored = (withoutBackup: 'removed' | 'stays' = 'removed') =>
  runState(file.removedOrRestored(at('it'), { withoutBackup }), { shell });
const sentences = async (of: { findings: () => Promise<{ kind: string; sentence: string }[]> }) =>
  (await of.findings()).map(({ kind, sentence }) => `${kind}: ${sentence.replaceAll(folder.home, '')}`);

describe('a file that Milepost did not write', () => {
  test('is said to be replaced, kept beside it, and put back', async () => {
    await writeFile(at('it'), 'mine\n', { mode: 0o604 });
    expect(await replaceable('a').check()).toBe(0);
    expect(await sentences(content('a'))).toEqual([
      expect.stringMatching(
        /^replaces: \/it was not written by Milepost and will be replaced\. A copy is kept as \/it\.milepost-orig-\d{8}\.$/,
      ),
    ]);
    expect((await content('a').apply()).output).toContain('A copy of it is kept as');
    const [copy = ''] = await copies();
    expect([await folder.read(copy), await modeOf(at(copy))]).toEqual(['mine\n', '604']);
    expect(await restored().check()).toBe(1);
    await restored().apply();
    expect(await restored().check()).toBe(0);
    expect(await readdir(folder.home)).toEqual(['it']);
    expect([await folder.read('it'), await modeOf(at('it'))]).toEqual(['mine\n', '604']);
  });

  test.each([0o640, 0o600])('is kept for its owner alone where its mode is %o', async (mode) => {
    await writeFile(at('it'), 'mine\n', { mode });
    await content('a').apply();
    expect(await modeOf(at((await copies())[0] ?? ''))).toBe('600');
    await restored().apply();
    expect(await modeOf(at('it'))).toBe(mode.toString(8));
  });

  test('is kept for its owner alone where it says what looks like a secret', async () => {
    await writeFile(at('it'), 'db_password = x\n', { mode: 0o644 });
    await content('a').apply();
    expect(await modeOf(at((await copies())[0] ?? ''))).toBe('600');
  });

  test('is kept once, whatever is written after it', async () => {
    await writeFile(at('it'), 'mine\n');
    for (const wanted of ['a', 'b', 'c']) expect((await content(wanted).apply()).exitCode).toBe(0);
    expect(await copies()).toHaveLength(1);
    expect(await content('d').findings()).toEqual([]);
  });

  test('never overwrites an earlier copy', async () => {
    for (const mine of ['one\n', 'two\n']) {
      await writeFile(at('it'), mine);
      const name = (await copies())[0];
      await content('a', { replaceEdited: true }).apply();
      if (name) expect(await folder.read(name)).toBe('one\n');
    }
    expect(await copies()).toEqual([expect.stringMatching(/\d{8}$/), expect.stringMatching(/\d{8}\.2$/)]);
    await restored().apply();
    expect(await folder.read('it')).toBe('one\n');
    expect((await copies()).map((name) => name.slice(-2))).toEqual(['.2']);
  });

  test('is not kept twice when the try before was cut off', async () => {
    await writeFile(at('it'), 'mine\n');
    await content('a').apply();
    // As after a cut between the copy and the rename.
    await writeFile(at('it'), 'mine\n');
    expect(await replaceable('a').check()).toBe(0);
    await content('a').apply();
    expect(await copies()).toHaveLength(1);
    await restored().apply();
    expect(await folder.read('it')).toBe('mine\n');
  });

  test('a file of an earlier Milepost is restored too', async () => {
    await writeFile(at('it'), '<!-- Written by Milepost -->\n');
    await writeFile(at('it.before-milepost'), 'mine\n');
    expect(await restored().check()).toBe(1);
    await restored().apply();
    expect(await readdir(folder.home)).toEqual(['it']);
    expect(await folder.read('it')).toBe('mine\n');
  });
});

test('a file that Milepost created is removed', async () => {
  await content('a').apply();
  await content('b').apply();
  expect(await readdir(folder.home)).toEqual(['it']);
  await restored().apply();
  expect(await readdir(folder.home)).toEqual([]);
  expect(await restored().check()).toBe(0);
});

test('a file that Milepost never wrote is not touched by an uninstall', async () => {
  await writeFile(at('it'), 'mine\n');
  expect(await restored().check()).toBe(0);
});

describe('a file that was edited since', () => {
  const edited = async () => {
    await content('one\ntwo\n').apply();
    await writeFile(at('it'), 'one\ntwo and a half\n');
  };

  test('is not replaced, and the edit is shown before anything is changed', async () => {
    await edited();
    expect(await replaceable('three').check()).toBe(1);
    expect(await sentences(replaceable('three'))).toEqual([
      'blocked: /it was edited since Milepost wrote it: - two, + two and a half. To replace it choose “Replace files that were edited by hand”; a copy is kept.',
    ]);
    expect(await replaceable('three').findings()).toMatchObject([{ field: 'replaceEdited' }]);
    expect((await replaceable('three').apply()).output).toContain('- two, + two and a half');
    expect(await content('three').apply()).toMatchObject({
      exitCode: 4,
      output: expect.stringContaining('+ two and a half') as string,
    });
    expect(await readdir(folder.home)).toEqual(['it']);
    expect(await folder.read('it')).toBe('one\ntwo and a half\n');
  });

  test('is replaced where that is chosen, and kept', async () => {
    await edited();
    const chosen = { replaceEdited: true };
    expect(await replaceable('three', chosen).check()).toBe(0);
    expect(await sentences(content('three', chosen))).toEqual([
      expect.stringMatching(
        /^replaces: .*edited since .* will be replaced\..*What was changed: - two, \+ two and a half\.$/,
      ),
    ]);
    expect((await content('three', chosen).apply()).exitCode).toBe(0);
    expect(await folder.read((await copies())[0] ?? '')).toBe('one\ntwo and a half\n');
    expect(await folder.read('it')).toBe('three\n');
  });

  test('is no obstacle where it says what is wanted', async () => {
    await edited();
    expect(await replaceable('one\ntwo and a half').check()).toBe(0);
  });

  test('stays at an uninstall', async () => {
    await edited();
    expect((await restored().apply()).output).toContain('edited since Milepost wrote it: it stays.');
    expect(await restored().check()).toBe(0);
    expect(await folder.read('it')).toBe('one\ntwo and a half\n');
  });

  test('comes back as it was edited', async () => {
    await edited();
    const kept = await content('three').capture();
    await content('three', { replaceEdited: true }).apply();
    const back = runState(file.content(at('it'), 'three'), { shell: localShell({ captured: kept }) });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
    expect(await readdir(folder.home)).toEqual(['it']);
    expect(await folder.read('it')).toBe('one\ntwo and a half\n');
    expect(await replaceable('three').check()).toBe(1);
  });
});

describe('a file of directives with a secret', () => {
  const conf = (memory: number) => template`
    # ours
    requirepass ${new Secret('password')}
    maxmemory ${memory}
    timeout 0
  `;
  const options = { directives: { defaults: ['protected-mode yes'] } };
  const write = (body: string) => writeFile(at('it'), body);

  test('names what changes of a stranger’s, without values', async () => {
    await write(
      'Protected-Mode yes\nrequirepass OldSecret\nTIMEOUT "0"\nunixsocket /run/secret\n# requirepass x\n',
    );
    expect(await sentences(content(conf(1), options))).toEqual([
      expect.stringMatching(/These settings change: requirepass, unixsocket, maxmemory\.$/),
    ]);
  });

  test('names what would be lost of an edit, without values', async () => {
    await content(conf(1), options).apply();
    await write('requirepass kanarie-password\nmaxmemory 5\ntimeout 0\nmasterauth OldSecret\n');
    expect(await sentences(replaceable(conf(2), options))).toEqual([
      expect.stringMatching(/^blocked: .* wrote it: maxmemory, masterauth\. To replace/),
    ]);
    expect((await content(conf(2), options).apply()).output).toContain('maxmemory, masterauth');
  });

  test('names a secret that was changed, not what it is', async () => {
    await content(conf(1), options).apply();
    await write('requirepass theirs\nmaxmemory 1\ntimeout 0\n');
    expect(await sentences(replaceable(conf(1), options))).toEqual([
      expect.stringMatching(/^blocked: .* wrote it: requirepass\. To replace/),
    ]);
  });

  test('is written where the edit says the same or only comments changed, and a copy is kept', async () => {
    await content(conf(1), options).apply();
    await write('# a comment of mine\nrequirepass kanarie-password\nmaxmemory 2\ntimeout 0\n');
    expect(await replaceable(conf(2), options).check()).toBe(0);
    expect(await sentences(content(conf(2), options))).toEqual([
      expect.stringMatching(/^replaces: .*What was changed stays, and a copy is kept as/),
    ]);
    await content(conf(2), options).apply();
    expect(await folder.read((await copies())[0] ?? '')).toContain('# a comment of mine');
  });
});

describe('a line of a file', () => {
  const line = (content: string) => runState(file.line(at('it'), { match: '^a ', content }), { shell });

  test('is changed in a stranger’s file, which is kept and comes back', async () => {
    await writeFile(at('it'), 'a 1\nb\n');
    expect(await sentences(line('a 2'))).toEqual([
      expect.stringMatching(
        /^changes: \/it was not written by Milepost: in it “a 1” becomes “a 2”\. A copy is kept as/,
      ),
    ]);
    await line('a 2').apply();
    expect(await line('a 3').findings()).toEqual([]);
    await line('a 3').apply();
    expect(await copies()).toHaveLength(1);
    await restored('stays').apply();
    expect(await folder.read('it')).toBe('a 1\nb\n');
    expect(await copies()).toEqual([]);
  });
});

test('what is removed goes with its copies', async () => {
  await writeFile(at('it'), 'mine\n');
  await content('a').apply();
  const absent = runState(file.absent(at('it')), { shell });
  expect(await absent.check()).toBe(1);
  await absent.apply();
  expect(await absent.check()).toBe(0);
  expect(await readdir(folder.home).catch(() => [])).toEqual([]);
  await mkdir(folder.home, { recursive: true });
});
