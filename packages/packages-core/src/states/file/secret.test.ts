import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../dsl/secret';
import { doubleQuoted, template } from '../../dsl/template';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import * as file from './files';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';

const folder = testFolder();

const VALUE = 'correct"horse\\battery$staple';
const secrets = { password: VALUE };
const state = (captured = '') =>
  runState(
    file.content(
      join(folder.home, 'redis.conf'),
      template`requirepass ${doubleQuoted(new Secret('password'))}`,
      {
        owner: folder.owner,
        mode: '0640',
      },
    ),
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

test('is never printed, and the former file with its own comes back whole', async () => {
  await writeFile(join(folder.home, 'redis.conf'), 'requirepass former\n', { mode: 0o644 });
  const kept = await state().capture();
  const { output } = await state().apply();
  expect(output).toMatch(
    /was not written by Milepost\. A copy of it is kept as .*\/redis\.conf\.milepost-orig-\d{8}\.\n$/,
  );
  const [copy = ''] = (await readdir(folder.home)).filter((name) => name.includes('orig'));
  expect([await folder.read(copy), await modeOf(join(folder.home, copy))]).toEqual([
    'requirepass former\n',
    '600',
  ]);
  expect(await state(kept).undo()).toEqual({ exitCode: 0, output: '' });
  expect(await readdir(folder.home)).toEqual(['redis.conf']);
  expect(await folder.read('redis.conf')).toBe('requirepass former\n');
});

test('is in no finding, and neither is the one that is replaced', async () => {
  await writeFile(join(folder.home, 'redis.conf'), 'requirepass former\nunixsocket /run/x\n');
  const findings = await state().findings();
  expect(findings).toMatchObject([{ kind: 'replaces' }]);
  expect(JSON.stringify(findings)).not.toMatch(/former|correct/);
});

test('is in no argument and no environment of any program that runs', async () => {
  const watched = await watchedPath();
  const secretState = runState(
    file.content(
      join(folder.home, 'redis.conf'),
      template`requirepass ${doubleQuoted(new Secret('password'))}`,
      {
        owner: folder.owner,
      },
    ),
    { shell: localShell({ path: watched.path }), secrets },
  );
  await secretState.check();
  await secretState.apply();
  await secretState.verify();
  const seen = await watched.seen();
  // The oracle works: these ran, and were seen.
  expect(seen).toMatch(/^base64 -d$/m);
  expect(seen).toMatch(/^mv -f /m);
  expect(seen).toMatch(/^sha256sum /m);
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
    'awk',
    'sha256sum',
    'mkdir',
    'cut',
  ]) {
    const wrapper = `#!/bin/sh\n{ printf '%s\\n' "${program} $*"; env; } >>${log}\nPATH=\${PATH#*:} exec ${program} "$@"\n`;
    await writeFile(join(path, program), wrapper, { mode: 0o755 });
  }
  return { path, seen: () => readFile(log, 'utf8') };
}
