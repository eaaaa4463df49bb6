import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

/** An operation on nginx that waits for a decision, its first milestones done. */
async function deciding(kind: 'install' | 'uninstall' = 'install', done = 1) {
  const server = await insertServer(web.db);
  if (kind === 'uninstall') await complete(server.id);
  const operationId = await submitForm(
    web,
    await formFor(web, { serverId: server.id, packageId: 'nginx', kind }),
  );
  const driven = drive(web.db, operationId);
  await driven.open();
  await driven.prepare();
  for (let n = 0; n < done; n++) await driven.run({ kind: 'done', applied: 1 });
  await driven.run({ kind: 'failed', sentence: 'No space left.' });
  return { server, operationId };
}

async function complete(serverId: string) {
  const id = await submitForm(web, await formFor(web, { serverId, packageId: 'nginx' }));
  await drive(web.db, id).complete();
}

const detail = (operationId: string) => web.as('operator').operations.get({ operationId });
const packages = async (serverId: string) => (await web.as('viewer').servers.get({ serverId })).packages;

describe('a failed installation', () => {
  test('says both ways to delete it; a viewer is offered none', async () => {
    const { server, operationId } = await deciding();
    const [installation] = await packages(server.id);
    expect(installation?.status).toBe('failed');
    expect((await detail(operationId)).actions.deletion).toEqual(installation?.deletion);
    expect(installation?.deletion).toEqual({
      installationId: installation?.id,
      operation: { id: operationId, title: `Install nginx on ${server.name}`, point: 1 },
      cleanUp: `“Install nginx on ${server.name}” is given up, and then an uninstall removes from ${server.name} what was installed of nginx.`,
      record: `“Install nginx on ${server.name}” is given up, and then Milepost forgets the installation. Nothing on ${server.name} is touched: whatever is there of nginx stays.`,
      recordProblem: null,
    });
    expect((await web.as('viewer').operations.get({ operationId })).actions.deletion).toBe(null);
  });

  test('is forgotten, and needs no attention any more', async () => {
    const { server, operationId } = await deciding();
    const [installation] = await packages(server.id);
    const asked = { installationId: installation?.id ?? '', operationId, reason: 'set up by hand since' };
    await expect(web.as('viewer').installations.deleteRecord(asked)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await web.as('operator').installations.deleteRecord(asked);
    expect(await packages(server.id)).toEqual([]);
    const after = await detail(operationId);
    expect(after).toMatchObject({ status: 'failed', actions: { deletion: null } });
    const events = await web.as('viewer').operations.events({ operationId, after: 0 });
    expect(events.at(-1)).toMatchObject({
      sentence:
        'The installation’s record was deleted; nothing on the server was touched: set up by hand since',
      by: 'ada@example.com',
    });
    const { attention } = await web.as('viewer').overview.get();
    expect(attention.map(({ id }) => id)).not.toContain(operationId);
  });

  test('is cleaned up by an uninstall that gives up what waits', async () => {
    const { server, operationId } = await deciding();
    const form = await formFor(web, { serverId: server.id, packageId: 'nginx', kind: 'uninstall' });
    const givesUp = { operationId, point: 1 };
    // Without saying so it is in the way, and says what can be done.
    await expect(web.as('operator').packages.uninstall(form)).rejects.toMatchObject({
      cause: {
        publicMessage: `“Install nginx on ${server.name}” failed and waits for a decision: decide on its page, or delete the installation, which gives it up.`,
        operationId,
      },
    });
    const asked = { serverId: server.id, packageId: 'nginx', input: {} };
    expect(await web.as('operator').packages.preview({ ...asked, kind: 'uninstall' })).toMatchObject({
      possible: true,
    });
    expect(await web.as('operator').packages.preview({ ...asked, kind: 'install' })).toMatchObject({
      possible: false,
    });
    await web.as('operator').packages.uninstall({ ...form, givesUp });
    expect(await web.as('operator').packages.uninstall({ ...form, givesUp })).toMatchObject(
      { operationId: form.operationId }, // a second press
    );
    expect((await detail(operationId)).status).toBe('failed');
    await drive(web.db, form.operationId).complete();
    expect(await packages(server.id)).toEqual([]);
  });

  test('gives up nothing of another package or server', async () => {
    const { operationId } = await deciding();
    const { id: serverId } = await insertServer(web.db);
    await complete(serverId);
    const form = await formFor(web, { serverId, packageId: 'nginx', kind: 'uninstall' });
    const givesUp = { operationId, point: 1 };
    await expect(web.as('operator').packages.uninstall({ ...form, givesUp })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await detail(operationId)).status).toBe('deciding');
  });
});

test('an uninstall that failed says what is still there, on its page and on the installation', async () => {
  const { server, operationId } = await deciding('uninstall');
  const left = ['the package nginx with its configuration', '/var/www/html/index.html as Milepost wrote it'];
  expect((await detail(operationId)).stillThere).toEqual(left);
  const [installation] = await packages(server.id);
  expect(installation?.stillThere).toEqual(left);
  const choice = { action: 'give_up', reason: null } as const;
  await web.as('operator').operations.decide({ operationId, point: 1, choice });
  await drive(web.db, operationId).close();
  expect(await detail(operationId)).toMatchObject({ status: 'failed', stillThere: left });
});
