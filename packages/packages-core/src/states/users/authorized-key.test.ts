import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { authorizedKey, authorizedKeyAbsent } from './authorized-key';

const folder = testFolder();
// cspell:ignore AAAAC AAAAI
const BLOB = `AAAAC3NzaC1lZDI1NTE5AAAAI${'x'.repeat(40)}`;
const KEY = `ssh-ed25519 ${BLOB} ann@example`;
const keys = () => readFile(join(folder.home, '.ssh/authorized_keys'), 'utf8').catch(() => null);

/** A server whose user deploy has its home in the test's folder; what it does is done by whoever runs the test. */
const shell = (captured = '') =>
  shellWith(
    folder.home,
    {
      getent: `[ "$2" = deploy ] && echo "deploy:x:7:7::$HOME_OF_TEST:/bin/sh"`,
      runuser: 'echo "runuser $2" >>"$HOME_OF_TEST/calls"; shift 3; exec "$@"',
    },
    { captured },
  );

test('a key is added by the user itself, with its directory, and undone', async () => {
  await expectThereAndBack(authorizedKey('deploy', KEY), {
    shell,
    between: async () => {
      expect(await keys()).toBe(`${KEY}\n`);
      expect((await stat(join(folder.home, '.ssh/authorized_keys'))).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder.home, '.ssh'))).mode & 0o777).toBe(0o700);
    },
  });
  expect(await keys()).toBeNull();
  expect(await readFile(join(folder.home, 'calls'), 'utf8')).toMatch(/^(runuser deploy\n)+$/);
});

test.each([
  { line: `from="192.0.2.1" ssh-ed25519 ${BLOB}`, code: 0 },
  { line: `# ${KEY}`, code: 1 },
  { line: 'ssh-ed25519 AAAA other', code: 1 },
])('the line “$line” stays, and the check exits with $code', async ({ line, code }) => {
  await mkdir(join(folder.home, '.ssh'));
  await writeFile(join(folder.home, '.ssh/authorized_keys'), line);
  const state = authorizedKey('deploy', KEY);
  expect(await runState(state, { shell: await shell() }).check()).toBe(code);
  if (code === 1) await expectThereAndBack(state, { shell });
  expect((await keys())?.trim()).toBe(line);
});

test('a key is taken away with its restrictions, and put back with them', async () => {
  const line = `restrict ssh-ed25519 ${BLOB}\n`;
  await mkdir(join(folder.home, '.ssh'));
  await writeFile(join(folder.home, '.ssh/authorized_keys'), `ssh-rsa AAAA other\n${line}`);
  await expectThereAndBack(authorizedKeyAbsent('deploy', KEY), {
    shell,
    between: async () => expect(await keys()).toBe('ssh-rsa AAAA other\n'),
  });
  expect(await keys()).toContain(line);
});

test('a user that is not there yet has no key', async () => {
  expect(await runState(authorizedKey('other', KEY), { shell: await shell() }).check()).toBe(1);
  expect(await runState(authorizedKeyAbsent('other', KEY), { shell: await shell() }).check()).toBe(0);
});

test.each([
  '',
  'ssh-ed25519',
  `${KEY}\nssh-rsa AAAA`,
  'command="x" ssh-ed25519 AAAA',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
])('%j is no public key', (key) => {
  expect(() => authorizedKey('deploy', key)).toThrow('Not a public key');
});
