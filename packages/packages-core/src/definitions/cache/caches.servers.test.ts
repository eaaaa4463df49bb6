import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Fact, Json } from '../../dsl/facts/fact';
import { withLibraries } from '../../dsl/plan/libraries';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { StateHarness } from '../../dsl/testing/state-harness';
import { labSystems } from '../../dsl/testing/lab-systems';
import { sum } from '../../dsl/testing/sum-applied';
import memcached from './memcached';
import redis from './redis';
import valkey from './valkey';

const MINUTES = 60_000;
const systems = labSystems();
const [, second] = inject('labServers');

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());
  const isUp = (unit: string) =>
    server.readOutput(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`);
  const started = (unit: string) => server.readOutput(`systemctl show -P InvocationID ${unit}`);

  describe('Memcached', () => {
    const first = { memoryMb: 32, port: 11_311 };
    const second = { ...first, memoryMb: 48, connections: 200, itemMb: 2 };
    const run = (operation: string, input = {}) =>
      server.run(memcached, { operation, input, installed: second });
    /** What it answers to these lines. */
    const tell = (lines: string, port = 11_311) =>
      server.readOutput(
        `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; printf "${lines}\\r\\nquit\\r\\n" >&3; cat <&3' | tr -d '\\r'`,
      );
    const listeners = () =>
      server.readOutput(
        `ss -Hltnp | awk '/memcached/ { print $4 }' | sort | tr '\\n' ' '; ss -Hlun | grep 11311`,
      );

    test(
      'is installed where somebody configured it before, whose file is kept',
      { timeout: 5 * MINUTES },
      async () => {
        await server.readOutput(
          '(apt-get -q update; apt-get -qy install --no-install-recommends memcached) >/dev/null 2>&1; echo "-m 16 # mine" >>/etc/memcached.conf',
        );
        const done = await server.install(memcached, first);
        expect(done.applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
        expect(done.version).toMatch(/^1\.6\./);
        expect(await tell('set a 0 0 3\\r\\nabc\\r\\nget a')).toBe('STORED\nVALUE a 0 3\nabc\nEND');
        expect(await tell('stats settings')).toContain(
          `STAT maxbytes ${32 * 1024 ** 2}\nSTAT maxconns 1024\n`,
        );
        expect(await listeners()).toBe('127.0.0.1:11311');
        expect(
          await server.readOutput(
            'grep -c mine /etc/memcached.conf.milepost-orig-*; ps -o user= -C memcached',
          ),
        ).toBe('1\nmemcache');
      },
    );

    test('is there already the second time, and nothing is started', async () => {
      const before = await started('memcached');
      const { applied, started: commands, output } = await server.install(memcached, first);
      expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
      expect(await started('memcached')).toBe(before);
    });

    test('takes other settings', async () => {
      const change = { operation: 'install', input: second, installed: first };
      expect((await server.run(memcached, change)).applied).toMatchObject({
        configure_service: 1,
        start_service: 1,
      });
      expect(await tell('stats settings')).toMatch(/STAT maxconns 200\n[^]*STAT item_size_max 2097152\n/);
      expect(sum((await server.run(memcached, change)).applied)).toBe(0);
    });

    test('listens for other computers on the addresses that are named', async () => {
      const address = await server.readOutput(`hostname -I | cut -d ' ' -f 1`);
      const network = { ...second, listen: 'network' };
      await server.install(memcached, { ...network, addresses: [address] });
      expect(await listeners()).toBe([`${address}:11311`, '127.0.0.1:11311'].sort().join(' '));
      await server.install(memcached, network);
      expect(await listeners()).toMatch(/^0\.0\.0\.0:11311( \[::\]:11311)?$/);
      await server.install(memcached, second);
    });

    test('is not configured over what was edited by hand', async () => {
      await server.readOutput('echo "-t 2" >>/etc/memcached.conf');
      await expect(server.install(memcached, first)).rejects.toThrow('/etc/memcached.conf');
      expect(await isUp('memcached')).toBe('active\nenabled');
      await server.install(memcached, { ...second, replaceEdited: true });
    });

    test('is at its newest version, stopped and started', async () => {
      expect((await run('update')).applied).toMatchObject({ update_software: 0, start_service: 0 });
      await run('stop');
      expect(await isUp('memcached')).toBe('inactive\nenabled');
      await run('start');
      const before = await started('memcached');
      await run('restart');
      expect(await started('memcached')).not.toBe(before);
    });

    test(
      'has its former configuration again when it is uninstalled, and is installed again',
      { timeout: 5 * MINUTES },
      async () => {
        await run('uninstall');
        expect(
          await server.readOutput(
            'tail -n 1 /etc/memcached.conf; pgrep memcached; ss -Hltn "sport = :11311"',
          ),
        ).toBe('-m 16 # mine');
        await server.install(memcached, second);
        expect(await tell('version')).toMatch(/^VERSION 1\.6/);
        await run('uninstall');
      },
    );
  });

  describe('Redis', () => {
    const peer = new StateHarness(second!);
    afterAll(() => peer.end());
    const password = 'a"b\\c$d`e#0123456789';
    const first = { memoryMb: 64, port: 6400, password };
    const change = (input: object) =>
      server.run(redis, { operation: 'install', input: { ...first, ...input }, installed: first });
    const listeners = () =>
      server.readOutput(`ss -Hltnp | awk '/redis-server/ { print $4 }' | sort | tr '\\n' ' '`);
    const ownAddress = () => server.readOutput(`hostname -I | cut -d ' ' -f 1`);
    /** What another server is answered. */
    const ask = (address: string, lines: string) =>
      peer.run(
        `timeout 5 bash -c 'exec 3<>/dev/tcp/${address}/6400 || exit; printf %s ${btoa(`${lines}\r\nQUIT\r\n`)} | base64 -d >&3; cat <&3' 2>/dev/null | tr -d '\\r'`,
      );

    test(
      'is installed for its own server, then for others behind its password',
      { timeout: 5 * MINUTES },
      async () => {
        await server.install(redis, first);
        expect(await listeners()).toBe('127.0.0.1:6400');
        const address = await ownAddress();
        expect(await ask(address, 'PING')).toBe('');

        const done = await change({ listen: 'network', addresses: [address] });
        expect(done.applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
        expect(await listeners()).toBe([`${address}:6400`, '127.0.0.1:6400'].sort().join(' '));
        expect(await ask(address, 'PING')).toContain('NOAUTH Authentication required.');
        expect(await ask(address, `AUTH "${password.replaceAll(/["\\]/g, '\\$&')}"\r\nPING`)).toBe(
          '+OK\n+PONG\n+OK',
        );
        expect(sum((await change({ listen: 'network', addresses: [address] })).applied)).toBe(0);
      },
    );

    test('is reached on every address, and no longer once that is taken back', async () => {
      await change({ listen: 'network' });
      expect(await listeners()).toMatch(/^0\.0\.0\.0:6400( \[::\]:6400)?$/);
      expect(await ask(await ownAddress(), 'PING')).toContain('NOAUTH');
      await change({});
      expect(await listeners()).toBe('127.0.0.1:6400');
      expect(await ask(await ownAddress(), 'PING')).toBe('');
    });

    test('tells on which addresses somebody had it listen, for an adoption', async () => {
      const { listen, addresses } = redis.foundSettings({});
      const read = (fact: Fact<Json>) =>
        server.readOutput(withLibraries(fact.read.script)).then((output) => fact.parse(output));
      const found = () => Promise.all([listen!, addresses!].map(read));
      expect(await found()).toEqual(['loopback', []]);
      await server.readOutput('sed -i "s/^bind .*/bind 127.0.0.1 -::1 192.0.2.7/" /etc/redis/redis.conf');
      expect(await found()).toEqual(['network', ['192.0.2.7']]);
      await server.run(redis, {
        ...{ operation: 'uninstall', input: { removeData: true }, installed: first },
      });
    });
  });

  describe.runIf(valkey.supports.includes(system))('Valkey', () => {
    const password = `a"b\\c'$d\`#0123456789`;
    const input = { port: 6500, memoryMb: 64, password };
    const run = (operation: string, options = {}) =>
      server.run(valkey, { operation, input: options, installed: input });
    const tell = (command: string, of = 'valkey-cli') =>
      server.readOutput(
        `${of} -p ${of === 'valkey-cli' ? 6500 : 6379} --no-auth-warning -a "$(printf %s ${btoa(password)} | base64 -d)" ${command}`,
      );

    test('is installed beside Redis, behind its password', { timeout: 5 * MINUTES }, async () => {
      await server.install(redis, { password });
      const done = await server.install(valkey, input);
      expect(done.version).toMatch(/^8\./);
      expect(await tell('config get maxmemory')).toBe(`maxmemory\n${64 * 1024 ** 2}`);
      expect(await server.readOutput('valkey-cli -p 6500 ping')).toBe('NOAUTH Authentication required.');
      expect(await tell('set a b')).toBe('OK');
      expect(await tell('get a', 'redis-cli')).toBe('');
      expect(await server.readOutput(`ss -Hltn 'sport = :6500' | awk '{ print $4 }'`)).toBe('127.0.0.1:6500');
    });

    test('is there already the second time, takes another setting, and restarts', async () => {
      const { applied, started: commands } = await server.install(valkey, input);
      expect({ applied: sum(applied), commands }).toEqual({ applied: 0, commands: 0 });
      await server.install(valkey, { ...input, eviction: 'allkeys-lru' });
      expect(await tell('config get maxmemory-policy')).toBe('maxmemory-policy\nallkeys-lru');
      await server.install(valkey, input);
      await run('stop');
      expect(await isUp('valkey-server')).toBe('inactive\nenabled');
      await run('start');
      expect((await run('update')).applied).toMatchObject({ update_software: 0, start_service: 0 });
    });

    test(
      'keeps its data when it is uninstalled, and loses it where that is asked',
      { timeout: 5 * MINUTES },
      async () => {
        await tell('save');
        await run('uninstall');
        expect(await server.status('valkey-server')).toBe('config-files');
        await server.install(valkey, input);
        expect(await tell('get a')).toBe('b');
        await run('uninstall', { removeData: true });
        expect(await server.status('valkey-server')).toBe('');
        expect(await server.readOutput('ls -d /etc/valkey /var/lib/valkey /var/log/valkey 2>/dev/null')).toBe(
          '',
        );
        expect(await isUp('redis-server')).toBe('active\nenabled');
      },
    );
  });
});
