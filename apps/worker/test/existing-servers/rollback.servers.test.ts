import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropIn, noDropIn, packageStatus, vendorPackage } from './broken-packages';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const NGINX = { packageId: 'nginx', kind: 'install' } as const;
const REDIS = {
  packageId: 'redis',
  kind: 'install',
  input: { password: 'correct-horse-battery-staple' },
} as const;

/** What a roll back has to restore: packages, marks, configuration, services, those that are enabled and those that failed. */
const SNAPSHOT = `
  dpkg-query -W -f '\${binary:Package} \${Version} \${db:Status-Abbrev}\\n'
  apt-mark showauto | sed 's/^/auto /'
  find /etc -xdev ! -name '*-' -printf '%m %u:%g %p %l\\n' | sort -k3
  find /etc -xdev -type f ! -name '*-' -exec sha256sum {} + | sort -k2
  systemctl list-units --failed --plain --no-legend | sed 's/^/failed /'
  systemctl list-unit-files --state=enabled --no-legend | sed 's/^/enabled /'
  find /run/systemd/system /etc/systemd/system -type l | sort
`;

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec('apt-get -q update >/dev/null');
}, 2 * MINUTES);
afterAll(() => server.close());

const snapshot = async () => (await server.exec(SNAPSHOT)).split('\n');
const listed = async (packageId: string) =>
  (
    await server.harness.db.installation.findMany({
      where: { serverId: server.serverId, packageId, uninstalledAt: null },
    })
  ).map(({ status }) => status);

const PURGE = `
  dpkg --purge vendor-agent >/dev/null
  apt-get -qq purge -y --auto-remove nginx >/dev/null 2>&1
  rm -rf /etc/nginx
  systemctl reset-failed`;
const status = (name: string) => server.exec(packageStatus(name));

/** Installs, sees it fail, rolls it back; says what is not as it was before. `meanwhile` is a script that runs before the roll back. */
async function failAndRollBack(wanted: Parameters<ExistingServer['run']>[0], meanwhile = ':') {
  const before = await snapshot();
  const failed = await server.run(wanted);
  expect(failed.status).toBe('awaiting_decision');
  await server.exec(meanwhile);
  const ended = await server.decide(failed.id, { action: 'roll_back', reason: null, removeData: true });
  expect(ended.status, JSON.stringify(await server.failure(ended.id))).toBe('canceled');
  return { ended, changed: difference(before, await snapshot()) };
}

describe('the roll back of a fresh install', { timeout: 3 * MINUTES }, () => {
  test('completes where Redis cannot start, and leaves no unit that failed', async () => {
    await server.exec(dropIn('redis-server.service', 'ReadWritePaths=/nonexistent/path'));
    const { ended, changed } = await failAndRollBack(REDIS);
    expect(ended.conclusion).toBe('Rolled back: what this operation had changed is as it was before.');
    expect(changed).toEqual([]);
    expect(await listed('redis')).toEqual([]);
    await server.exec(noDropIn('redis-server.service'));
  });

  test('completes where nginx cannot start, so that dpkg leaves it half configured', async () => {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const { ended, changed } = await failAndRollBack(NGINX);
    expect(ended.conclusion).toBe('Rolled back: what this operation had changed is as it was before.');
    expect(changed).toEqual([]);
    expect(await listed('nginx')).toEqual([]);
    await server.exec(noDropIn('nginx.service'));
  });

  test('completes where another Redis has the port', async () => {
    await server.exec(`
      apt-get -qq install -y --no-install-recommends redis-tools >/dev/null 2>&1
      install -D -m 755 /usr/bin/redis-check-rdb /opt/redis/redis-server
      apt-get -qq purge -y redis-tools >/dev/null 2>&1
      systemd-run --unit=other-redis /opt/redis/redis-server --port 6379 --dir /opt/redis
      timeout 20 sh -c 'until ss -ltn | grep -q :6379; do sleep 0.2; done'`);
    const { changed } = await failAndRollBack(REDIS);
    expect(changed).toEqual([]);
    expect(await listed('redis')).toEqual([]);
    expect(await server.exec('systemctl is-active other-redis')).toBe('active');
    await server.exec(
      'systemctl stop other-redis; rm -r /opt/redis; apt-get -qq autoremove -y >/dev/null 2>&1',
    );
  });

  test('completes where removal scripts fail and an unpacking was cut off', async () => {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const { changed } = await failAndRollBack(
      NGINX,
      `printf '#!/bin/sh\nexit 1\n' | tee /var/lib/dpkg/info/nginx.prerm /var/lib/dpkg/info/nginx.postrm >/var/lib/dpkg/info/nginx-common.postrm
       chmod 755 /var/lib/dpkg/info/nginx.prerm /var/lib/dpkg/info/nginx.postrm /var/lib/dpkg/info/nginx-common.postrm
       sed -i '/^Package: nginx-common$/,/^$/s/^Status: .*/Status: install reinstreq half-installed/' /var/lib/dpkg/status`,
    );
    expect(changed.filter((line) => !line.includes('/etc/nginx'))).toEqual([]);
    await server.exec(`${noDropIn('nginx.service')}; rm -rf /etc/nginx`);
  });

  test('ends where it began although its command and then the worker are killed in the middle', async () => {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const before = await snapshot();
    const { id } = await server.run(NGINX);
    await server.exec(`systemd-run --quiet --collect sh -c '
      until pgrep -x dpkg >/dev/null; do sleep 0.02; done; systemctl kill --signal=KILL "milepost-*"'`);
    await server.harness.strike('exit-record', { milestone: 3 });
    const [worker] = server.harness.workers;
    const rolledBack = server.decide(id, { action: 'roll_back', reason: null });
    await worker?.exited;
    await server.harness.startWorker().ready;
    expect((await rolledBack).status).toBe('canceled');
    expect(await server.harness.history(id)).toContain('milestone_lost');
    expect(difference(before, await snapshot())).toEqual([]);
    await server.exec(noDropIn('nginx.service'));
  });

  test("leaves a stranger's half-installed packages as they are, whatever apt says of them", async () => {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const { changed } = await failAndRollBack(
      NGINX,
      `${vendorPackage('vendor-agent', { postinst: 'exit 1' })}
       ${vendorPackage('vendor-tool', { depends: 'nobody-offers-this' })}`,
    );
    expect(changed).toEqual(['+ vendor-agent 1.0 iF ', '+ vendor-tool 1.0 iU ']);
    expect(await listed('nginx')).toEqual([]);

    // Now they are there before it.
    const { changed: again } = await failAndRollBack(NGINX);
    expect(again).toEqual([]);
    expect([await status('vendor-agent'), await status('vendor-tool')]).toEqual(['iF', 'iU']);
    await server.exec(`${noDropIn('nginx.service')}; dpkg --purge vendor-agent vendor-tool`);
  });
});

describe('what is left after a roll back with a step skipped', { timeout: 3 * MINUTES }, () => {
  const SKIPPED = 'Rolled back, except for what was skipped: Installing nginx.';
  const skip = { action: 'skip', reason: 'I look at it myself.' } as const;

  /** A roll back that stops, because a package of somebody else needs nginx by now. */
  async function stuck(): Promise<string> {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const { id } = await server.run(NGINX);
    await server.exec(vendorPackage('vendor-agent', { depends: 'nginx' }));
    const { status } = await server.decide(id, { action: 'roll_back', reason: null });
    expect(status).toBe('awaiting_decision');
    expect(await server.failure(id)).toMatchObject({
      failure: expect.stringContaining('vendor-agent needs what would be removed') as string,
    });
    return id;
  }

  test('is named, and the installation stays failed', async () => {
    const id = await stuck();
    const { conclusion } = await server.decide(id, skip);
    expect(conclusion).toBe(
      `${SKIPPED} Still on the server: /etc/nginx/sites-enabled/default is a link to /dev/null; nginx is half installed (dpkg: half-configured); nginx.service has failed; nginx.service starts at boot.`,
    );
    expect(await listed('nginx')).toEqual(['failed']);
  });

  test('is nothing where somebody has removed it meanwhile, and the installation is not listed any more', async () => {
    await server.exec(PURGE);
    const id = await stuck();
    await server.exec(PURGE);
    const { conclusion } = await server.decide(id, skip);
    expect(conclusion).toBe(`${SKIPPED} Nothing that it installed is left on the server.`);
    expect(await listed('nginx')).toEqual([]);
    await server.exec(noDropIn('nginx.service'));
  });
});

/** Lines that are in one of both alone. */
function difference(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ];
}
