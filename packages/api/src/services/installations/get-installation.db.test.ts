import { randomUUID } from 'node:crypto';
import { drive } from '@milepost/db/testing/drive';
import { submission, submitted } from '@milepost/db/testing/rows';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formFor, REDIS_PASSWORD, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

async function install(packageId: 'nginx' | 'redis') {
  const server = await insertServer(web.db);
  const operationId = await submitForm(web, await formFor(web, { serverId: server.id, packageId }));
  await drive(web.db, operationId).complete();
  const { id } = await web.db.installation.findFirstOrThrow({ where: { serverId: server.id } });
  return { server, operationId, installationId: id };
}

const get = (installationId: string) => web.as('viewer').installations.get({ installationId });

describe('the page of an installation', () => {
  test('has what it is, and how it came to be so', async () => {
    const { server, operationId, installationId } = await install('nginx');
    expect(await get(installationId)).toMatchObject({
      ...{ id: installationId, title: 'nginx', server, status: 'active', parent: null, children: [] },
      uninstalledAt: null,
      operation: { id: operationId, status: 'completed' },
      changes: [{ status: 'active', by: 'ada@example.com', operation: { id: operationId } }],
    });
  });

  test('says that its services are stopped, until they are started', async () => {
    const { server, installationId } = await install('nginx');
    const stopped: boolean[] = [(await get(installationId)).stopped];
    for (const kind of ['stop', 'start']) {
      const asked = submission(server.id, { kind, installation: { id: installationId } });
      const driven = drive(web.db, await submitted(web.db, asked));
      await driven.open();
      await driven.complete();
      stopped.push((await get(installationId)).stopped);
    }
    expect(stopped).toEqual([false, true, false]);
  });

  test('has its settings in the words of the form, and no secret', async () => {
    const { installationId } = await install('redis');
    const input = { port: 6379, eviction: 'noeviction', password: '‹password›' };
    await web.db.installation.update({ where: { id: installationId }, data: { completedInput: input } });
    const installation = await get(installationId);
    expect(installation.settings).toEqual([
      { name: 'port', title: 'Port', value: '6379', unit: null, secret: false, installation: null },
      {
        ...{ name: 'eviction', title: 'When memory is full', value: 'Refuse writes', unit: null },
        ...{ secret: false, installation: null },
      },
      { name: 'password', title: 'Password', value: null, unit: null, secret: true, installation: null },
    ]);
    expect(JSON.stringify(installation)).not.toContain(REDIS_PASSWORD);
  });

  test('stays once it was uninstalled', async () => {
    const { server, installationId } = await install('nginx');
    const form = await formFor(web, { serverId: server.id, packageId: 'nginx', kind: 'uninstall' });
    await drive(web.db, await submitForm(web, form)).complete();
    const installation = await get(installationId);
    expect(installation.uninstalledAt).not.toBe(null);
    expect(installation.changes.map(({ status }) => status)).toEqual(['uninstalled', 'active']);
  });

  test('names an operation once that failed and was completed after a retry', async () => {
    const { operationId, installationId } = await install('nginx');
    await web.db.installationRecord.create({
      data: {
        ...{ id: randomUUID(), installationId, operationId, status: 'failed', uninstalled: false },
        ...{ version: null, configuration: {}, at: new Date(Date.now() - 60_000) },
      },
    });
    const { changes } = await get(installationId);
    expect(changes.map(({ status }) => status)).toEqual(['active']);
  });

  test('says that there is none of this id', async () => {
    await expect(get('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
