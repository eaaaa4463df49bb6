import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const PASSWORD = 'correct-horse-battery';
const NGINX = { packageId: 'nginx', kind: 'install' } as const;
const REDIS = { packageId: 'redis', kind: 'install', input: { password: PASSWORD } } as const;
const uninstall = (packageId: string) => ({ packageId, kind: 'uninstall' }) as const;

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.complete(NGINX);
  await server.complete(REDIS);
}, 5 * MINUTES);
afterAll(() => server.close());

const serves = (unit: string) => server.exec(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`);
const packages = (...names: string[]) =>
  server.exec(
    `dpkg-query -W -f '\${db:Status-Abbrev} \${Package}\n' ${names.join(' ')} 2>/dev/null | sed -n 's/^ii *//p'`,
  );

/** A package of one's own, by this line of its control file. */
const buildPackage = (name: string, line: string) =>
  server.exec(
    `mkdir -p /tmp/${name}/DEBIAN && cd /tmp && printf '%s\\n' 'Package: ${name}' 'Version: 1' 'Architecture: all' 'Maintainer: a <a@example.org>' '${line}' 'Description: test' >${name}/DEBIAN/control && dpkg-deb -b ${name} ${name}.deb`,
  );
const installPackage = async (name: string, line: string) => {
  await buildPackage(name, line);
  await server.exec(`dpkg -i /tmp/${name}.deb`);
};
const runUnit = (unit: string, command: string) =>
  server.exec(`systemd-run -q --unit=${unit} ${command} && sleep 0.5 && systemctl is-active ${unit}`);

/** Refused in the preview and by the operation, each time with these words; the service is as it was. */
async function expectRefusal(packageId: string, { unit, words }: { unit: string; words: string[] }) {
  const blocked = (await server.preview(uninstall(packageId))).say('blocked').join('\n');
  const operation = await server.run(uninstall(packageId));
  expect(operation.status).toBe('awaiting_decision');
  const failure = await server.failure(operation.id);
  expect(failure?.n).toBe(1);
  for (const word of words) {
    expect(blocked).toContain(word);
    expect(failure?.failure).toContain(word);
  }
  expect(await serves(unit)).toBe('active\nenabled');
  await server.decide(operation.id, { action: 'roll_back', reason: null });
}

test(
  'a service whose package is on hold is not stopped for an uninstall',
  { timeout: 2 * MINUTES },
  async () => {
    await server.exec('apt-mark hold nginx');
    await expectRefusal('nginx', { unit: 'nginx', words: ['On hold: nginx', 'apt-mark unhold nginx'] });
    await server.exec('apt-mark unhold nginx');
  },
);

test(
  'a service that another package needs is not stopped for an uninstall',
  { timeout: 2 * MINUTES },
  async () => {
    await installPackage('certbot-plugin', 'Depends: nginx');
    await expectRefusal('nginx', { unit: 'nginx', words: ['need nginx', 'apt-get remove certbot-plugin'] });
    await server.exec('dpkg -r certbot-plugin');
  },
);

test(
  'a second Redis of the same package is named before ours is stopped',
  { timeout: 2 * MINUTES },
  async () => {
    await runUnit('redis-second', '/usr/bin/redis-server --port 6390');
    await expectRefusal('redis', {
      unit: 'redis-server',
      words: ['redis-second.service', '/usr/bin/redis-server'],
    });
    await server.exec('systemctl stop redis-second');
  },
);

test(
  'a second Redis with a binary of its own keeps running, and ours is removed with its libraries',
  { timeout: 2 * MINUTES },
  async () => {
    await server.exec('install -D /usr/bin/redis-server /opt/redis/redis-server');
    await runUnit('redis-own', '/opt/redis/redis-server --port 6390');
    // Nothing needs this library already before: it is somebody's.
    await server.exec('apt-get install -yq liburing2 && apt-mark auto liburing2');
    const preview = await server.preview(uninstall('redis'));
    expect(preview.say('blocked')).toEqual([]);
    expect(preview.say('changes').join()).toMatch(/libraries that came with it.*libjemalloc2, liblzf1/);
    await server.complete(uninstall('redis'));
    expect(await packages('redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2', 'liburing2')).toBe(
      'liburing2',
    );
    expect(await server.exec('systemctl is-active redis-own')).toBe('active');
    await server.exec('systemctl stop redis-own');
  },
);

test(
  'a library that came for something else stays when nothing needs it any more',
  { timeout: 2 * MINUTES },
  async () => {
    await server.exec('apt-get install -yq liblzf1 && apt-mark auto liblzf1');
    await server.exec('rm -f /var/log/apt/history.log*');
    await server.complete(REDIS);
    const preview = await server.preview(uninstall('redis'));
    expect(preview.say('keeps').join()).toContain('liblzf1');
    await server.complete(uninstall('redis'));
    expect(await packages('redis-server', 'liblzf1', 'libjemalloc2')).toBe('liblzf1');
  },
);

test('what stands against it is noticed also after the preview', { timeout: 2 * MINUTES }, async () => {
  expect((await server.preview(uninstall('nginx'))).say('blocked')).toEqual([]);
  await installPackage('web-shop', 'Depends: nginx | web-shop-data');
  const operation = await server.run(uninstall('nginx'));
  expect(await server.failure(operation.id)).toMatchObject({
    n: 1,
    failure: expect.stringContaining('web-shop') as string,
  });
  expect(await serves('nginx')).toBe('active\nenabled');
  await server.exec('dpkg -r web-shop');
  expect((await server.decide(operation.id, { action: 'retry' })).status).toBe('completed');
  expect(await packages('nginx', 'nginx-common')).toBe('');
});

test(
  'a package that an install would remove is named, and nothing is installed',
  { timeout: 2 * MINUTES },
  async () => {
    await installPackage('old-cache', 'Conflicts: redis-server');
    const preview = await server.preview(REDIS);
    expect(preview.say('blocked').join()).toMatch(/Would be removed to install redis-server.*: old-cache[.]/);
    const operation = await server.run(REDIS);
    expect(await server.failure(operation.id)).toMatchObject({
      n: 1,
      failure: expect.stringContaining('old-cache') as string,
    });
    expect(await packages('redis-server', 'old-cache')).toBe('old-cache');
    await server.decide(operation.id, { action: 'roll_back', reason: null });
  },
);
