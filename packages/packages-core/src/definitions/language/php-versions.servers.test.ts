import { makeRepository } from '@milepost/lab/apt-repository';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { sum } from '../../dsl/testing/sum-applied';
import phpFpm from './php-fpm';

/** Two versions side by side. Debian has one: the other is the same under another name, from a repository on the server. */
const MINUTES = 60_000;
const systems = labSystems({
  'debian-12': { index: 1, versions: ['8.2', '8.3'], api: ['20220829', '20220830'] },
  'debian-13': { index: 3, versions: ['8.4', '8.5'], api: ['20240924', '20240925'] },
});

describe.each(systems)('on $system', ({ system, access, index, versions, api }) => {
  const [first, second] = versions as [string, string];
  const [firstApi, secondApi] = api as [string, string];
  let server: PackageHarness;
  beforeAll(async () => {
    server = new PackageHarness(await access(), system);
    const repository = await makeRepository(openLab(inject('lab')).server(index), []);
    const parts = ['cli', 'common', 'curl', 'fpm', 'opcache', 'readline'];
    await repository.rename(
      parts.map((part) => `php${first}-${part}`),
      { [first]: second, [firstApi]: secondApi },
    );
    await repository.use();
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const chosen = (version: string, memoryLimitMb: number) => ({
    ...{ version, memoryLimitMb, extensions: ['curl'] },
  });
  const limits = () =>
    server.readOutput(
      versions.map((version) => `php${version} -r 'echo ini_get("memory_limit"), "\\n";'`).join('; '),
    );
  const running = () =>
    server.readOutput(versions.map((version) => `systemctl is-active php${version}-fpm`).join('; '));
  const starts = () =>
    server.readOutput(
      versions.map((version) => `systemctl show -P InvocationID php${version}-fpm`).join('; '),
    );

  test('both are installed, each with its socket and its settings', { timeout: 5 * MINUTES }, async () => {
    await server.install(phpFpm, chosen(first, 100));
    const before = await starts();
    const done = await server.install(phpFpm, chosen(second, 200));
    expect(done.version).toContain(second);
    expect(await running()).toBe('active\nactive');
    expect(await limits()).toBe('100M\n200M');
    expect(await server.readOutput('ls /run/php/php[0-9]*.sock')).toBe(
      versions.map((version) => `/run/php/php${version}-fpm.sock`).join('\n'),
    );
    // The one that ran already was left alone.
    expect((await starts()).split('\n')[0]).toBe(before.split('\n')[0]);
  });

  test('each is there already the second time', { timeout: 2 * MINUTES }, async () => {
    for (const [version, limit] of [
      [first, 100],
      [second, 200],
    ] as const)
      expect(sum((await server.install(phpFpm, chosen(version, limit))).applied)).toBe(0);
  });

  test('a change of one leaves the other alone', { timeout: 2 * MINUTES }, async () => {
    const [, before] = (await starts()).split('\n');
    const change = { operation: 'install', input: chosen(first, 150), installed: chosen(first, 100) };
    expect(sum((await server.run(phpFpm, change)).applied)).toBeGreaterThan(0);
    expect(await limits()).toBe('150M\n200M');
    expect((await starts()).split('\n')[1]).toBe(before);
  });

  test('one is uninstalled, and the other runs on', { timeout: 3 * MINUTES }, async () => {
    const [, before] = (await starts()).split('\n');
    await server.run(phpFpm, {
      ...{ operation: 'uninstall', input: {}, installed: chosen(first, 150) },
    });
    expect(await running()).toBe('inactive\nactive');
    expect((await starts()).split('\n').at(-1)).toBe(before);
    expect(await server.status(`php${first}-fpm`)).not.toBe('installed');
    expect(await server.readOutput(`php${second} -r 'echo ini_get("memory_limit");'`)).toBe('200M');
  });
});
