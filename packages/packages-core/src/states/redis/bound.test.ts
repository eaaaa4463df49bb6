import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { testFolder } from '../../dsl/testing/test-folder';
import { boundAddresses } from './bound';

const folder = testFolder();

test.each([
  ['bind 127.0.0.1 -::1', 'loopback', []],
  ['bind 127.0.0.1\nport 6400', 'loopback', []],
  ['bind 10.0.0.1\nbind localhost', 'loopback', []],
  ['bind 127.0.0.1 10.0.0.1 -2001:db8::1', 'network', ['10.0.0.1', '2001:db8::1']],
  ['bind "10.0.0.1" "127.0.0.1"', 'network', ['10.0.0.1']],
  ['bind * -::*', 'network', []],
  ['bind 0.0.0.0 10.0.0.1', 'network', []],
  ['port 6379', 'network', []],
])('a Redis with “%s” is reachable from %s, on %j', async (configuration, listen, addresses) => {
  const path = join(folder.home, 'redis.conf');
  await writeFile(path, `${configuration}\n`);
  const facts = boundAddresses(path);
  const { output } = await localShell()(facts.listen.read.script, {});
  expect([facts.listen.parse(output), facts.addresses.parse(output)]).toEqual([listen, addresses]);
});

test('what could not be read tells nothing', () => {
  const { listen, addresses } = boundAddresses('/etc/redis/redis.conf');
  expect([listen.parse(''), addresses.parse('')]).toEqual([null, []]);
});
