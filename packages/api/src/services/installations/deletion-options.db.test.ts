import { freeText } from '@milepost/contract/free-text';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formFor, press, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

/** An operation on nginx that waits for a decision, its first milestones done. */
async function awaitingDecision(kind: 'install' | 'uninstall' = 'install', done = 1) {
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
  await driven.run({ kind: 'failed', failure: freeText('No space left.') });
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
    const { server, operationId } = await awaitingDecision();
    const [installation] = await packages(server.id);
    expect(installation?.status).toBe('failed');
    expect((await detail(operationId)).actions.deletion).toEqual(installation?.deletion);
    expect(installation?.deletion).toEqual({
      installationId: installation?.id,
      operation: { id: operationId, title: `Install nginx on ${server.name}`, point: 1 },
      cleanUp: `“Install nginx on ${server.name}” is marked as failed, and then an uninstall removes what was installed of nginx from ${server.name}.`,
      record: `“Install nginx on ${server.name}” is marked as failed, and then Milepost deletes its record of the installation. ${server.name} is not changed: whatever is there of nginx stays.`,
      recordProblem: null,
    });
    expect((await web.as('viewer').operations.get({ operationId })).actions.deletion).toBe(null);
  });

  test('is forgotten, and needs no attention any more', async () => {
    const { server, operationId } = await awaitingDecision();
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
      sentence: 'Record of the installation deleted; the server was not changed: set up by hand since',
      by: 'ada@example.com',
    });
    const { attention } = await web.as('viewer').overview.get();
    expect(attention.map(({ id }) => id)).not.toContain(operationId);
  });

  test('is cleaned up by an uninstall that gives up what waits', async () => {
    const { server, operationId } = await awaitingDecision();
    const form = await formFor(web, { serverId: server.id, packageId: 'nginx', kind: 'uninstall' });
    const closesOperation = { operationId, point: 1 };
    // Without saying so it is in the way, and says what can be done.
    await expect(press(web, form)).rejects.toMatchObject({
      cause: {
        publicMessage: `“Install nginx on ${server.name}” failed and waits for a decision: decide on its page, or delete the installation, which marks it as failed.`,
        operationId,
      },
    });
    const asked = { serverId: server.id, packageId: 'nginx', input: {} };
    const { installationId = '' } = form;
    const uninstall = { installationId, kind: 'uninstall', input: {} };
    expect(await web.as('operator').installations.preview(uninstall)).toMatchObject({ possible: true });
    expect(await web.as('operator').packages.preview(asked)).toMatchObject({
      possible: false,
    });
    await press(web, { ...form, closesOperation });
    expect(await press(web, { ...form, closesOperation })).toMatchObject(
      { operationId: form.operationId }, // a second press
    );
    expect((await detail(operationId)).status).toBe('failed');
    await submitForm(web, form);
    await drive(web.db, form.operationId).complete();
    expect(await packages(server.id)).toEqual([]);
  });

  test('gives up nothing of another package or server', async () => {
    const { operationId } = await awaitingDecision();
    const { id: serverId } = await insertServer(web.db);
    await complete(serverId);
    const form = await formFor(web, { serverId, packageId: 'nginx', kind: 'uninstall' });
    const closesOperation = { operationId, point: 1 };
    await expect(press(web, { ...form, closesOperation })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await detail(operationId)).status).toBe('awaiting_decision');
  });
});

test('an uninstall that failed says what it left on the server, on its page and on the installation', async () => {
  const { server, operationId } = await awaitingDecision('uninstall', 2);
  const aftermath = {
    known: [
      'nginx is stopped and does not start at boot.',
      `Still on ${server.name}: the default site with its page.`,
    ],
    unknown: [`May still be on ${server.name}: the package nginx.`],
  };
  expect((await detail(operationId)).aftermath).toEqual(aftermath);
  const [installation] = await packages(server.id);
  expect(installation?.aftermath).toEqual(aftermath);
  const choice = { action: 'mark_failed', reason: null } as const;
  await web.as('operator').operations.decide({ operationId, point: 1, choice });
  await drive(web.db, operationId).close();
  expect(await detail(operationId)).toMatchObject({ status: 'failed', aftermath });
});
