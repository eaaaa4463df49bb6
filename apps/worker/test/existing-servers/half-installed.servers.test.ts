import { transaction } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/control/decide';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../harness/wait-until';
import { dropIn, noDropIn, packageStatus, vendorPackage } from './broken-packages';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const NGINX = { packageId: 'nginx', kind: 'install' } as const;
const REDIS = {
  packageId: 'redis',
  kind: 'install',
  input: { password: 'correct-horse-battery-staple' },
} as const;

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec('apt-get -q update >/dev/null');
}, 2 * MINUTES);
afterAll(() => server.close());

const status = (name: string) => server.exec(packageStatus(name));

async function giveUp(id: string): Promise<void> {
  const { decisionPoint: point } = await server.harness.operation(id);
  const choice = { action: 'mark_failed', reason: null } as const;
  await transaction(server.harness.db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
  await waitUntil('it to end', async () => (await server.harness.operation(id)).status === 'failed');
}

const halfConfigured = (name: string) =>
  `${name} is half installed (dpkg: half-configured). Repair it with “dpkg --configure -a”, or uninstall ${name}.`;

describe('a half-installed package', { timeout: 3 * MINUTES }, () => {
  test("somebody else's half-installed package is named before and by an install, and is not changed", async () => {
    await server.exec(vendorPackage('vendor-agent', { postinst: 'exit 1' }));
    expect((await server.preview(REDIS)).say('blocked')).toEqual([halfConfigured('vendor-agent')]);
    const { id, status: is } = await server.run(REDIS);
    expect(is).toBe('awaiting_decision');
    expect(await server.failure(id)).toMatchObject({
      n: 1,
      cause: 'vendor-agent is half installed (dpkg: half-configured)',
      hint: 'Repair it with “dpkg --configure -a”, or uninstall vendor-agent.',
      failure: expect.stringContaining(halfConfigured('vendor-agent')) as string,
    });

    const skipped = await server.decide(id, { action: 'skip', reason: 'Try it.' });
    expect(skipped.status).toBe('awaiting_decision');
    expect(await server.failure(id)).toMatchObject({
      cause: expect.stringContaining('vendor-agent') as string,
    });
    await server.decide(id, { action: 'roll_back', reason: null });
    expect([await status('vendor-agent'), await status('redis-server')]).toEqual(['iF', '']);
    await server.exec('dpkg --purge vendor-agent');
  });

  test('our half-installed package blocks other installs, not its own, and can be uninstalled beside a broken one', async () => {
    await server.exec(dropIn('nginx.service', 'ExecStartPre=/bin/false'));
    const { id } = await server.run(NGINX);
    await giveUp(id);
    expect(await status('nginx')).toBe('iF');
    expect((await server.harness.operation(id)).leftovers).toContain(
      'nginx is half installed (dpkg: half-configured)',
    );
    expect((await server.preview(REDIS)).say('blocked')).toEqual([halfConfigured('nginx')]);
    const own = await server.preview(NGINX);
    expect(own.say('blocked')).toEqual([]);
    expect(own.say('warns')).toContain(
      'nginx is half installed (dpkg: half-configured). It is repaired first.',
    );

    await server.exec(vendorPackage('vendor-agent', { postinst: 'exit 1' }));
    await server.complete({ packageId: 'nginx', kind: 'uninstall' });
    expect([await status('nginx-common'), await status('vendor-agent')]).toEqual(['rc', 'iF']);
    expect(await server.exec('systemctl list-units --failed --plain --no-legend')).toBe('');
    await server.exec(`${noDropIn('nginx.service')}; dpkg --purge vendor-agent`);
  });

  test('a half-installed package that lacks what apt can install is completed before an install', async () => {
    await server.exec(vendorPackage('vendor-tool', { depends: 'hello' }));
    expect(await status('vendor-tool')).toBe('iU');
    const preview = await server.preview(REDIS);
    expect([preview.say('blocked'), preview.say('changes')]).toEqual([
      [],
      ['vendor-tool will be completed first, with “apt-get --fix-broken install”.'],
    ]);
    await server.complete(REDIS);
    expect([await status('vendor-tool'), await status('redis-server')]).toEqual(['ii', 'ii']);
  });
});
