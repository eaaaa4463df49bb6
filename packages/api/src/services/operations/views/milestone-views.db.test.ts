import { freeText } from '@milepost/contract/free-text';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../../testing/operations';
import { insertServer } from '../../../testing/rows';
import { webProcess } from '../../../testing/web-process';
import type { WebProcess } from '../../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const get = (operationId: string) => web.as('operator').operations.get({ operationId });

test('a skipped milestone is shown with the reason that was given', async () => {
  const { id: serverId } = await insertServer(web.db);
  const operationId = await submitForm(web, await formFor(web, { serverId, packageId: 'nginx' }));
  const activities = drive(web.db, operationId);
  await activities.open();
  await activities.prepare();
  await activities.run({ kind: 'failed', failure: freeText('No space left.') });
  await web.as('operator').operations.decide({
    operationId,
    point: 1,
    choice: { action: 'skip', reason: 'Checked by hand' },
  });
  const [first, second] = (await get(operationId)).milestones;
  expect(first).toMatchObject({ status: 'skipped', skipReason: 'Checked by hand' });
  expect(second).toMatchObject({ status: 'pending', skipReason: null });
});

test('an operation is installed on a server, and uninstalled from it', async () => {
  const { id: serverId, name } = await insertServer(web.db);
  const of = { serverId, packageId: 'nginx' };
  const install = await submitForm(web, await formFor(web, of));
  expect((await get(install)).title).toBe(`Install nginx on ${name}`);
  await drive(web.db, install).complete();
  const uninstall = await submitForm(web, await formFor(web, { ...of, kind: 'uninstall' }));
  expect((await get(uninstall)).title).toBe(`Uninstall nginx from ${name}`);
});
