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

const catalog = () => web.as('viewer').catalog;
const serversWith = async (packageId: string) =>
  (await catalog().list()).find(({ id }) => id === packageId)?.servers;

async function run(request: Parameters<typeof formFor>[1]): Promise<void> {
  await drive(web.db, await submitForm(web, await formFor(web, request))).complete();
}

test('the catalog says on how many servers a package is, and on which', async () => {
  expect([await serversWith('nginx'), await catalog().installedOn({ packageId: 'nginx' })]).toEqual([0, []]);
  const first = await insertServer(web.db);
  const second = await insertServer(web.db);
  await run({ serverId: second.id, packageId: 'nginx' });
  await run({ serverId: first.id, packageId: 'nginx' });
  expect(await serversWith('nginx')).toBe(2);
  const byName = [first, second].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  expect(await catalog().installedOn({ packageId: 'nginx' })).toEqual(
    byName.map((server) => ({ id: expect.any(String) as string, title: 'nginx', server })),
  );
  await run({ serverId: first.id, packageId: 'nginx', kind: 'uninstall' });
  expect(await serversWith('nginx')).toBe(1);
  expect((await catalog().installedOn({ packageId: 'nginx' })).map(({ server }) => server)).toEqual([second]);
});

test('a package that is not there has no servers, and says so', async () => {
  await expect(catalog().installedOn({ packageId: 'netscape' })).rejects.toThrow('Package not found.');
});
