import type { PackageObservation } from '@milepost/contract/observation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const PASSWORD = 'kanarie-password-of-milepost';
const THEIRS = 'kanarie-password-of-theirs';
const nginx = (input: Record<string, unknown> = {}) => ({
  ...{ packageId: 'nginx', kind: 'install' as const, input },
});
const redis = (input: Record<string, unknown> = {}) => ({
  ...{ packageId: 'redis', kind: 'install' as const, input: { password: PASSWORD, ...input } },
});

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec('apt-get -q update >/dev/null 2>&1');
}, 5 * MINUTES);
afterAll(() => server.close());

/** What dpkg knows, and all files that a package's configuration could be in. */
const everything = () =>
  server.exec(
    "dpkg-query -W; find /etc /var/lib/milepost-files /usr/sbin -printf '%p %s %C@\\n' 2>/dev/null | sort",
  );
const versions = (...names: string[]) =>
  server.exec(`dpkg-query -W -f '\${Package} \${Version}\\n' ${names.join(' ')}`);

async function packagesOf(wanted: Parameters<ExistingServer['preview']>[0]): Promise<PackageObservation[]> {
  const { states } = await server.preview(wanted);
  return states.flatMap(({ observations = [] }) => observations.filter((one) => one.kind === 'package'));
}
const diffsOf = async (wanted: Parameters<ExistingServer['preview']>[0]) =>
  (await server.preview(wanted)).states.flatMap(({ diff }) => diff ?? []);

test(
  'a plan names the packages with versions and sizes, changes nothing, and they are what comes',
  { timeout: 5 * MINUTES },
  async () => {
    const before = await everything();
    const packages = await packagesOf(nginx());
    expect(await everything()).toBe(before);
    expect(packages.map(({ name }) => name).slice(0, 2)).toEqual(['nginx', 'nginx-common']);
    expect(packages.filter(({ from, downloadBytes }) => from !== null || !downloadBytes)).toEqual([]);
    await server.complete(nginx());
    expect(await versions(...packages.map(({ name }) => name))).toBe(
      packages
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, to }) => `${name} ${to}`)
        .join('\n'),
    );
    expect(await packagesOf(nginx())).toEqual([]);
  },
);

test('a plan shows what it changes in a file that somebody edited', { timeout: 5 * MINUTES }, async () => {
  await server.exec("sed -i 's/worker_connections [0-9]*;/worker_connections 100;/' /etc/nginx/nginx.conf");
  const [diff, ...others] = await diffsOf(nginx());
  expect(diff).toMatchObject({ path: '/etc/nginx/nginx.conf', is: 'text', added: 1, removed: 1 });
  expect(diff?.text).toContain('\n-\tworker_connections 100;\n+\tworker_connections 768;\n');
  expect(others).toEqual([]);
  await server.complete(nginx());
  expect(await diffsOf(nginx())).toEqual([]);
});

test('a plan names what an uninstall removes', { timeout: 5 * MINUTES }, async () => {
  const removed = await packagesOf({ packageId: 'nginx', kind: 'uninstall' });
  expect(removed[0]).toMatchObject({ name: 'nginx', to: null, downloadBytes: 0 });
  expect(removed.every(({ from, to }) => from !== null && to === null)).toBe(true);
});

test(
  'the secrets of a file that is there are in no diff, the settings that change are',
  { timeout: 5 * MINUTES },
  async () => {
    await server.complete(redis());
    await server.exec(
      `printf 'requirepass ${THEIRS}\\nuser them on >${THEIRS}\\n# ${THEIRS}\\n' >>/etc/redis/redis.conf`,
    );
    const diffs = await diffsOf(redis({ memoryMb: 512 }));
    expect(diffs).toEqual([
      expect.objectContaining({ path: '/etc/redis/redis.conf', is: 'text', moreLines: 0 }),
    ]);
    expect(diffs[0]?.text).toContain('\n-maxmemory 256mb\n+maxmemory 512mb\n');
    expect(JSON.stringify(diffs)).not.toMatch(/kanarie/);
  },
);
