import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shellWith } from '../dsl/testing/fake-commands';
import { runState } from '../dsl/testing/run-state';
import { testFolder } from '../dsl/testing/test-folder';
import * as user from './user';

const folder = testFolder();
const deploy = user.present('deploy', { system: true, shell: '/usr/sbin/nologin' });

/** A server whose user database has one entry at most. */
async function server(entry: string) {
  await writeFile(join(folder.home, 'passwd'), entry);
  await writeFile(join(folder.home, 'calls'), '');
  const log = (name: string) => `echo ${name} "$@" >>"$HOME_OF_TEST/calls"`;
  const shell = await shellWith(folder.home, {
    getent: 'grep "^$2:" "$HOME_OF_TEST/passwd"',
    useradd: log('useradd'),
    usermod: log('usermod'),
  });
  return {
    ...runState(deploy, { shell }),
    calls: async () => (await readFile(join(folder.home, 'calls'), 'utf8')).trim(),
  };
}

test.each([
  {
    entry: '',
    code: 1,
    call: 'useradd --system --create-home --home-dir /home/deploy --shell /usr/sbin/nologin deploy',
  },
  {
    entry: 'deploy:x:7:7::/srv:/bin/sh\n',
    code: 1,
    call: 'usermod --home /home/deploy --shell /usr/sbin/nologin deploy',
  },
])('a user that is not there as wanted ($entry) is made so', async ({ entry, code, call }) => {
  const { check, apply, calls } = await server(entry);
  expect(await check()).toBe(code);
  await apply();
  expect(await calls()).toBe(call);
});

test('a user with this home and shell is there', async () => {
  const { check } = await server('deploy:x:7:7::/home/deploy:/usr/sbin/nologin\n');
  expect(await check()).toBe(0);
});
