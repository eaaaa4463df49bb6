import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const updates = async () => (await web.as('viewer').overview.get()).updates;

async function install(packageId: 'nginx' | 'redis' = 'nginx') {
  const server = await insertServer(web.db);
  const form = await formFor(web, { serverId: server.id, packageId });
  await drive(web.db, await submitForm(web, form)).complete({ version: '1.0' });
  const { id } = await web.db.installation.findFirstOrThrow({ where: { serverId: server.id } });
  const found = (data: object) => web.db.installation.update({ where: { id }, data });
  const view = async () => {
    const installation = await web.as('viewer').installations.get({ installationId: id });
    const listed = (await web.as('viewer').servers.get({ serverId: server.id })).packages[0];
    expect(listed?.availableVersion).toBe(installation.availableVersion);
    return installation;
  };
  return { id, server, found, view };
}

test('an available update is on the page of the installation, of its server, and on the overview', async () => {
  const { id, server, found, view } = await install();
  expect(await view()).toMatchObject({ availableVersion: null, versionHeld: false, packageListsAt: null });
  const readAt = new Date(Date.now() - 3_600_000);
  await found({ availableVersion: '1.1', packageListsAt: readAt });
  expect(await view()).toMatchObject({ availableVersion: '1.1', packageListsAt: readAt.toISOString() });
  expect(await updates()).toEqual({
    total: 1,
    items: [
      {
        installationId: id,
        title: 'nginx',
        server: { id: server.id, name: server.name },
        ...{ version: '1.0', available: '1.1' },
      },
    ],
  });
});

test('an update is not offered while one is under way, nor of what is not known to be well', async () => {
  const { id, server, found, view } = await install();
  await found({ availableVersion: '1.1' });
  const form = await formFor(web, { serverId: server.id, packageId: 'nginx', kind: 'update' });
  const operationId = await submitForm(web, form);
  expect(await view()).toMatchObject({ status: 'updating', availableVersion: null });
  await drive(web.db, operationId).complete({ version: '1.1' });
  expect(await view()).toMatchObject({ version: '1.1', availableVersion: null });
  await found({ availableVersion: '1.2', status: 'unknown' });
  expect((await view()).availableVersion).toBeNull();
  expect((await updates()).items.map(({ installationId }) => installationId)).not.toContain(id);
});

test('a package on hold is said to be', async () => {
  const { found, view } = await install('redis');
  await found({ versionHeld: true });
  expect(await view()).toMatchObject({ availableVersion: null, versionHeld: true });
});

test('drift is named on the page of the server, until an operation has run', async () => {
  const { found, view } = await install('redis');
  expect((await view()).drifted).toBe(false);
  await found({ drift: { differences: [] }, driftCheckedAt: new Date() });
  expect((await view()).drifted).toBe(false);
  const differences = [{ label: 'Redis runs', is: 'different', detail: null }];
  await found({ drift: { differences }, driftCheckedAt: new Date() });
  expect((await view()).drifted).toBe(true);
});

test('the updates are counted beyond those that are listed', async () => {
  const before = (await updates()).total;
  for (let i = 0; i < 11; i++) await (await install()).found({ availableVersion: '1.1' });
  const { total, items } = await updates();
  expect({ total, listed: items.length }).toEqual({ total: before + 11, listed: 10 });
});
