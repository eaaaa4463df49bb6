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

const list = () => web.as('viewer').installations.list();

async function run(request: Parameters<typeof formFor>[1]): Promise<void> {
  await drive(web.db, await submitForm(web, await formFor(web, request))).complete();
}

test('what is installed is listed with its server until it is uninstalled', async () => {
  const server = await insertServer(web.db);
  await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'redis' }));
  expect(await list()).toEqual([]);
  const other = await insertServer(web.db);
  await run({ serverId: other.id, packageId: 'nginx' });
  expect(await list()).toEqual([
    {
      ...{ id: expect.any(String) as string, title: 'nginx' },
      ...{ package: { id: 'nginx', title: 'nginx' }, server: other },
      ...{ verbs: { install: 'Install', uninstall: 'Uninstall' }, parent: null },
    },
  ]);
  await run({ serverId: other.id, packageId: 'nginx', kind: 'uninstall' });
  expect(await list()).toEqual([]);
});
