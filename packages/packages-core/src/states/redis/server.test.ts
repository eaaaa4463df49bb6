import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../dsl/secret';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import * as redis from './server';

const folder = testFolder();
const PASSWORD = 'kanarie"pass\\word';

test('Redis is asked for its password by stdin, never by an argument', async () => {
  const shell = await shellWith(folder.home, {
    'redis-cli': 'echo "$@" >>"$HOME_OF_TEST/arguments"; cat >"$HOME_OF_TEST/stdin"; echo OK; echo PONG',
    // This process is the service's, and listens on its port.
    cat: 'case $* in */proc/net/tcp*) echo "0: 00000000:18EB 00000000:0000 0A 0 0 0 0 0 77" ;; *) exec /bin/cat "$@" ;; esac',
    find: `echo /proc/${process.pid}/fd/3`,
    systemctl: String.raw`awk -F: '$1 == 0 { unified = substr($0, 4) } $2 == "name=systemd" { named = $3 }
      END { print unified == "" || unified == "/" ? named : unified }' /proc/${process.pid}/cgroup`,
    'dpkg-query': 'echo "redis-server: $2"',
  });
  const state = runState(redis.acceptsPassword(new Secret('password'), { port: 6379 }), {
    shell,
    secrets: { password: PASSWORD },
  });
  await state.check();
  expect(await readFile(join(folder.home, 'stdin'), 'utf8')).toBe('AUTH "kanarie\\"pass\\\\word"\nPING\n');
  expect(await readFile(join(folder.home, 'arguments'), 'utf8')).toBe('-p 6379\n');
});

test.each([
  { answer: 'NOAUTH Authentication required.', code: 0 },
  { answer: 'PONG', code: 1 },
])('Redis that answers “$answer” to a stranger: the check exits with $code', async ({ answer, code }) => {
  await writeFile(join(folder.home, 'answer'), answer);
  const shell = await shellWith(folder.home, { 'redis-cli': 'cat "$HOME_OF_TEST/answer"' });
  expect(await runState(redis.requiresAuth({ port: 6379 }), { shell }).check()).toBe(code);
});
