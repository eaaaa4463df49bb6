import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { sum } from '../../dsl/testing/sum-applied';
import kernelSettings from './kernel-settings';

const MINUTES = 60_000;
const KERNEL = '/etc/sysctl.d/99-zz-milepost.conf';

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const input = {
    settings: ['net.core.somaxconn = 1234', 'net.ipv4.tcp_rmem = 4096 65536 1048576'],
    limits: ['www-data - nofile 4321', '* soft core 0'],
  };
  const change = (wanted: Record<string, unknown>) =>
    server.run(kernelSettings, { operation: 'install', input: wanted, installed: input });
  const failureOf = (wanted: Record<string, unknown>) => change(wanted).then(() => '', String);
  const reset = () => server.run(kernelSettings, { operation: 'uninstall', input: {}, installed: input });
  const kernel = () => server.readOutput(`sysctl -n net.core.somaxconn net.ipv4.tcp_rmem | tr '\\t' ' '`);
  const files = () => server.readOutput('cd /etc; ls sysctl.d security/limits.d | sort');
  const open = () => server.readOutput(`su -s /bin/sh www-data -c 'ulimit -Sn; ulimit -Hn' | xargs`);
  let before: string[] = [];

  test('sets them, now and for the next boot', { timeout: MINUTES }, async () => {
    before = [await kernel(), await files(), await open()];
    await server.install(kernelSettings, input);
    expect(await kernel()).toBe('1234\n4096 65536 1048576');
    expect(await open()).toBe('4321 4321');
    await server.readOutput(`sysctl -w net.core.somaxconn=99; sysctl -p ${KERNEL}`);
    expect(await kernel()).toBe('1234\n4096 65536 1048576');
  });

  test('is there already the second time', async () => {
    const { applied, started } = await server.install(kernelSettings, input);
    expect({ applied: sum(applied), started }).toEqual({ applied: 0, started: 0 });
  });

  test('puts back at once what is taken out of the list, and sets the rest', async () => {
    await change({ settings: ['net.core.somaxconn = 2000'] });
    expect(await kernel()).toBe(['2000', before[0]?.split('\n')[1]].join('\n'));
    expect(await open()).toBe(before[2]);
    await server.install(kernelSettings, input);
  });

  test('names the setting that a container cannot set, before anything is changed', async () => {
    expect(await failureOf({ settings: ['net.core.somaxconn = 1', 'vm.swappiness = 1'] })).toContain(
      'This server is a container, in which vm.swappiness cannot be set: it is that of the computer on which the container runs.',
    );
    expect(await failureOf({ settings: ['net.core.nothing = 1'] })).toContain(
      'This server has no kernel setting net.core.nothing.',
    );
    expect(await kernel()).toContain('1234\n');
  });

  test('changes nothing where the kernel does not take one of the values', async () => {
    const failure = await failureOf({
      settings: ['net.ipv4.tcp_rmem = 1 2 3', 'net.core.somaxconn = $(touch /tmp/canary)'],
    });
    expect(failure).toContain('The kernel does not take “$(touch /tmp/canary)” for net.core.somaxconn.');
    expect(await kernel()).toBe('1234\n4096 65536 1048576');
    expect(await server.readOutput(`grep -c canary ${KERNEL}; ls /tmp/canary 2>/dev/null`)).toBe('0');
  });

  test('refuses limits with which nobody could log in, and those for nobody', async () => {
    expect(await failureOf({ limits: ['* hard nofile 2000000000'] })).toContain('nobody whom it concerns');
    expect(await failureOf({ limits: ['@nobodies - nproc 1'] })).toContain('There is no group nobodies');
  });

  test('files of others stay; one that would win at boot is named', async () => {
    await server.readOutput('echo "net/core/somaxconn = 77" >/etc/sysctl.d/zz-theirs.conf');
    expect(await failureOf({ settings: ['net.core.somaxconn = 3000'] })).toContain(
      '/etc/sysctl.d/zz-theirs.conf sets net.core.somaxconn to “77” and is read later at each boot',
    );
    await server.readOutput('cd /etc/sysctl.d; mv zz-theirs.conf 10-theirs.conf');
    await change({ settings: ['net.core.somaxconn = 3000'] });
    expect(await server.readOutput('cat /etc/sysctl.d/10-theirs.conf; rm /etc/sysctl.d/10-theirs.conf')).toBe(
      'net/core/somaxconn = 77',
    );
    await server.install(kernelSettings, input);
  });

  test('a reset puts all back as it was, and keeps what somebody else has set', async () => {
    await reset();
    expect([await kernel(), await files(), await open()]).toEqual(before);
    expect(sum((await reset()).applied)).toBe(0);
    await server.install(kernelSettings, input);
    await server.readOutput('sysctl -w net.core.somaxconn=555');
    const { output } = await reset();
    expect(output).toContain('net.core.somaxconn is “555”, set after Milepost: it stays.');
    expect(await server.readOutput('ls /var/lib/milepost-files/values 2>/dev/null')).toBe('');
  });
});
