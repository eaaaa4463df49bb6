import { freeText } from '@milepost/contract/free-text';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { REDIS_PASSWORD, formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

async function settings(serverId: string) {
  const { id: installationId } = await web.db.installation.findFirstOrThrow({ where: { serverId } });
  return web.as('viewer').installations.settings({ installationId });
}

async function install(serverId: string, input: Record<string, unknown>) {
  const id = await submitForm(web, await formFor(web, { serverId, packageId: 'nginx', input }));
  return drive(web.db, id);
}

test('what is not installed, or is no longer, has no settings', async () => {
  const { id } = await insertServer(web.db);
  await expect(web.as('viewer').installations.settings({ installationId: 'none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await (await install(id, {})).complete();
  const uninstall = await formFor(web, { serverId: id, packageId: 'nginx', kind: 'uninstall' });
  await drive(web.db, await submitForm(web, uninstall)).complete();
  await expect(settings(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the settings are those of the last install that completed, also after one that was tried and failed', async () => {
  const { id } = await insertServer(web.db);
  const first = await install(id, { workerConnections: 1024, page: 'mine' });
  expect(await settings(id)).toMatchObject({ active: false, installed: false });
  await first.complete();
  const installed = { port: 80, workerProcesses: 'auto', workerConnections: 1024, page: 'mine' };
  expect(await settings(id)).toMatchObject({ active: true, installed: true, settings: installed });

  const second = await install(id, { workerConnections: 2048 });
  await second.open();
  await second.prepare();
  await second.run({ kind: 'failed', failure: freeText('No space left.') });
  expect(await settings(id)).toMatchObject({ active: false, installed: true, settings: installed });
});

test('a password is not among the settings', async () => {
  const { id } = await insertServer(web.db);
  await drive(web.db, await submitForm(web, await formFor(web, { serverId: id }))).complete();
  const read = await settings(id);
  expect(read).toMatchObject({ active: true, settings: { port: 6379 } });
  expect(JSON.stringify(read)).not.toContain(REDIS_PASSWORD);
});
