import { randomUUID } from 'node:crypto';
import { createServiceReport, readServiceReport } from '@milepost/db/operations/installations/service-report';
import { openLab } from '@milepost/lab/lab';
import type { Drift } from '@milepost/contract/drift';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { catalogPlan } from '../harness/catalog-plan';
import { submitPackage } from '../harness/packages/submit-package';
import { WorkerHarness } from '../harness/worker-harness';

const lab = openLab(inject('lab'));
const server = lab.server(1);
const [address] = inject('labServers');
if (!address) throw new Error('a server is needed');

let harness: WorkerHarness;
let serverId: string;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  await harness.startWorker().ready;
  const joined = await harness.join(address);
  ({ serverId } = joined);
  for (const packageId of ['nginx', 'redis']) {
    const input =
      packageId === 'redis' ? { port: 6401, password: 'kanarie-of-the-drift-test' } : { port: 8093 };
    const asked = catalogPlan({ packageId, kind: 'install', facts: joined.facts, input });
    const { plan, publicInput, secrets } = asked;
    const id = await harness.submit({ serverId, plan, secrets, input: publicInput });
    expect((await harness.ended(id, 300)).status).toBe('completed');
  }
}, 10 * 60_000);
afterAll(() => harness.close());

const installation = (packageId: string) =>
  harness.db.installation.findFirstOrThrow({ where: { serverId, packageId, uninstalledAt: null } });

async function check(packageId: string) {
  const { id: installationId } = await installation(packageId);
  const answer = await harness.inspect({ kind: 'drift', installationId });
  const { drift } = await installation(packageId);
  return { answer, differences: (drift as unknown as Drift | null)?.differences.map(({ label }) => label) };
}

describe('the check for drift', () => {
  test('finds nothing on a server that nobody touched, also where a check needs the password', async () => {
    for (const packageId of ['nginx', 'redis'])
      expect(await check(packageId)).toEqual({ answer: { kind: 'drift', differences: 0 }, differences: [] });
  });

  test('names what somebody changed by hand, and changes nothing', async () => {
    await server.exec("sed -i 's/worker_connections .*/worker_connections 99;/' /etc/nginx/nginx.conf");
    await server.exec('systemctl stop redis-server');
    const nginx = await check('nginx');
    expect(nginx.differences).toContainEqual(expect.stringMatching(/worker_connections/));
    const redis = await check('redis');
    expect(redis.differences).toContain('redis-server runs with this configuration and starts at boot');
    expect((await server.exec('systemctl is-active redis-server || :')).stdout.trim()).toBe('inactive');
    await server.exec('systemctl start redis-server');
  });

  test('finds no difference in a service that was stopped through Milepost, and still finds a changed file', async () => {
    const operate = async (kind: string) => {
      const definition = findPackage('nginx');
      const { id: installationId } = await installation('nginx');
      if (!definition) throw new Error('nginx is in the catalog');
      const id = await submitPackage(harness, { definition, kind, serverId, installationId });
      expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    };
    await server.exec("sed -i 's/worker_connections .*/worker_connections 768;/' /etc/nginx/nginx.conf");
    await operate('stop');
    expect((await check('nginx')).differences).toEqual([]);
    await server.exec("sed -i 's/worker_connections .*/worker_connections 99;/' /etc/nginx/nginx.conf");
    expect((await check('nginx')).differences).toEqual([expect.stringMatching(/worker_connections/)]);
    await server.exec("sed -i 's/worker_connections .*/worker_connections 768;/' /etc/nginx/nginx.conf");
    await operate('start');
    await server.exec('systemctl stop nginx');
    expect((await check('nginx')).differences).toContain(
      'nginx runs with this configuration and starts at boot',
    );
    await server.exec('systemctl start nginx');
  });

  test('leaves out what needs a secret that is not stored, and says so', async () => {
    const { id, completedSecrets } = await installation('redis');
    await harness.db.installation.update({ where: { id }, data: { completedSecrets: null } });
    const { differences } = await check('redis');
    expect(differences).toEqual([]);
    const { drift } = await installation('redis');
    expect((drift as unknown as Drift).skipped?.length).toBeGreaterThan(0);
    await harness.db.installation.update({ where: { id }, data: { completedSecrets } });
  });

  test('is refused where nothing of it is installed', async () => {
    const answer = await harness.inspect({ kind: 'drift', installationId: 'none' });
    expect(answer).toMatchObject({ kind: 'refused', code: 'not_checkable' });
  });
});

test('the state of a service is read with its journal, and no password of the installation', async () => {
  const { id: installationId } = await installation('redis');
  const id = randomUUID();
  await createServiceReport(harness.db, { id, installationId });
  // What a program prints ends in the journal of its unit.
  await server.exec(
    'mkdir -p /run/systemd/system/redis-server.service.d; printf "[Service]\\nExecStartPre=+/bin/echo kanarie-of-the-drift-test\\n" >/run/systemd/system/redis-server.service.d/say.conf; systemctl daemon-reload; systemctl restart redis-server',
  );
  expect(await harness.inspect({ kind: 'services', reportId: id })).toEqual({ kind: 'services', count: 1 });
  const report = await readServiceReport(harness.db, id);
  expect(report?.services).toMatchObject([
    { unit: 'redis-server', active: 'active', sub: 'running', enabled: true },
  ]);
  const [{ journal, since } = { journal: [], since: null }] = report?.services ?? [];
  expect(journal.join('\n')).toMatch(/echo\[\d+\]: /);
  expect(JSON.stringify(report)).not.toContain('kanarie');
  expect(Date.now() - Date.parse(since ?? '')).toBeLessThan(60_000);
});
