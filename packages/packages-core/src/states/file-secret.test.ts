import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../dsl/secret';
import { doubleQuoted, text } from '../dsl/text';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as file from './file';
import { testFolder } from '../dsl/testing/test-folder';

const folder = testFolder();

const VALUE = 'correct"horse\\battery$staple';
const secrets = { password: VALUE };
const state = (captured = '') =>
  trial(
    file.content(join(folder.home, 'redis.conf'), text`requirepass ${doubleQuoted(new Secret('password'))}`, {
      owner: folder.owner,
      mode: '0640',
    }),
    {
      shell: localShell({ captured }),
      secrets,
    },
  );

test('is written, and true only for that secret', async () => {
  expect(await state().check()).toBe(1);
  await state().apply();
  expect(await folder.read('redis.conf')).toBe('requirepass "correct\\"horse\\\\battery$staple"\n');
  expect(await state().check()).toBe(0);
  await writeFile(join(folder.home, 'redis.conf'), 'requirepass "another"\n', { mode: 0o640 });
  expect(await state().check()).toBe(1);
});

test('is neither printed nor kept, for the former file may hold a secret too', async () => {
  await writeFile(join(folder.home, 'redis.conf'), 'requirepass former\n');
  const kept = await state().capture();
  expect(kept).toMatch(/^present \d+ \d+\n$/);
  expect(await state(kept).undo()).toEqual({ exitCode: 0, output: '' });
  expect((await state().apply()).output).toBe('');
  expect(await state(kept).undo()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('not put back') as string,
  });
  await state('absent\n').undo();
  expect(await readdir(folder.home)).toEqual([]);
});

test('is in no argument and no environment of any program that runs', async () => {
  const watched = await watchedPath();
  const secretState = trial(
    file.content(join(folder.home, 'redis.conf'), text`requirepass ${doubleQuoted(new Secret('password'))}`, {
      owner: folder.owner,
    }),
    { shell: localShell({ path: watched.path }), secrets },
  );
  await secretState.check();
  await secretState.apply();
  await secretState.verify();
  const seen = await watched.seen();
  // The oracle works: these ran, and were seen.
  expect(seen).toMatch(/^base64 -d$/m);
  expect(seen).toMatch(/^mv -f /m);
  expect(seen).toMatch(/^MP_SECRETS=/m);
  for (const form of [VALUE, 'correct', Buffer.from(VALUE).toString('base64')])
    expect(seen).not.toContain(form);
});

/** A PATH of wrappers that write down how they were called, and then are the program. */
async function watchedPath(): Promise<{ path: string; seen: () => Promise<string> }> {
  const path = join(folder.home, '.bin');
  const log = join(folder.home, '.log');
  await mkdir(path);
  await writeFile(log, '');
  for (const program of [
    'base64',
    'sed',
    'cmp',
    'stat',
    'mktemp',
    'chown',
    'chmod',
    'sync',
    'mv',
    'rm',
    'cat',
    'grep',
    'cp',
  ]) {
    const wrapper = `#!/bin/sh\n{ printf '%s\\n' "${program} $*"; env; } >>${log}\nPATH=\${PATH#*:} exec ${program} "$@"\n`;
    await writeFile(join(path, program), wrapper, { mode: 0o755 });
  }
  return { path, seen: () => readFile(log, 'utf8') };
}
