import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { sum } from '../../dsl/testing/sum-applied';
import docker from './docker';

const MINUTES = 60_000;

/**
 * No container runs on the servers of the lab, which are containers themselves: the kernel lets runc make no session key there. So the
 * daemon and its settings are asked for, and an image is imported from the base system.
 */
describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());
  const first = { logMb: 20 };
  const second = { logMb: 30, pool: '10.213.0.0/16', liveRestore: false };
  const change = { operation: 'install', input: second, installed: first };
  const uninstall = (input = {}) => server.run(docker, { operation: 'uninstall', input, installed: second });
  const info = (what: string) => server.readOutput(`docker info --format '{{.${what}}}'`);
  const started = () => server.readOutput('systemctl show -P InvocationID docker');

  test(
    'it is installed, with a member of daemon.json that somebody had set',
    async () => {
      await server.readOutput(
        `mkdir -p /etc/docker; echo '{ "labels": ["mine=1"] }' >/etc/docker/daemon.json`,
      );
      const done = await server.install(docker, first);
      expect(done.version).toMatch(/^(20|26)\./);
      expect([await info('LoggingDriver'), await info('LiveRestoreEnabled'), await info('Labels')]).toEqual([
        'json-file',
        'true',
        '[mine=1]',
      ]);
      expect(await server.readOutput('ip -4 -o address show docker0')).toContain('172.17.0.1/24');
      expect(await server.readOutput(`ss -Hltn | grep -v '127\\.0\\.0\\.\\|\\[::1\\]\\|:22 '`)).toBe('');
      expect(
        await server.readOutput(
          `tar -C / -c bin/sh usr/bin/true 2>/dev/null | docker import - base:1 >/dev/null; docker image ls -q base | wc -l`,
        ),
      ).toBe('1');
    },
    5 * MINUTES,
  );

  test(
    'it is there already the second time, and nothing is started',
    async () => {
      const before = await started();
      const { applied, started: commands } = await server.install(docker, first);
      expect({ applied: sum(applied), commands }).toEqual({ applied: 0, commands: 0 });
      expect(await started()).toBe(before);
    },
    MINUTES,
  );

  test(
    'it takes other settings, and new networks are of the other pool',
    async () => {
      expect((await server.run(docker, change)).applied).toMatchObject({ start_service: 1 });
      expect([await info('LiveRestoreEnabled'), await info('Labels')]).toEqual(['false', '[mine=1]']);
      expect(
        await server.readOutput(
          `docker network create other >/dev/null; docker network inspect other --format '{{(index .IPAM.Config 0).Subnet}}'; docker network rm other >/dev/null`,
        ),
      ).toMatch(/^10\.213\.\d+\.0\/24$/);
      expect(
        (await server.run(docker, { operation: 'update', input: {}, installed: second })).applied,
      ).toMatchObject({ update_software: 0, start_service: 0 });
    },
    2 * MINUTES,
  );

  test(
    'its images stay when it goes, and are found again',
    async () => {
      await uninstall();
      expect(await server.readOutput('pgrep dockerd; ss -Hlx | grep docker.sock')).toBe('');
      await server.install(docker, second);
      expect(await server.readOutput('docker image ls -q base | wc -l')).toBe('1');
    },
    5 * MINUTES,
  );

  test(
    'what is removed is in an archive first',
    async () => {
      await uninstall({ removeData: true });
      expect(await server.readOutput('ls -d /var/lib/docker /etc/docker/daemon.json 2>/dev/null')).toBe('');
      expect(
        await server.readOutput(`tar -tzf /var/backups/milepost/docker-*.tar.gz | grep -c 'docker/image/'`),
      ).not.toBe('0');
      // Packages that stay name it, so that dpkg still knows of it.
      expect(await server.status('docker.io')).toBe('not-installed');
    },
    5 * MINUTES,
  );
});
