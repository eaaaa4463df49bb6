import { transaction } from '@milepost/db/client';
import { recordMachineId } from '@milepost/db/servers/record-machine-id';
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

test('a rebuilt server shows what is unknown, needs attention, and ends that by a new install', async () => {
  const server = await insertServer(web.db, { machineId: 'a'.repeat(32) });
  const operationId = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
  await drive(web.db, operationId).complete();
  const get = () => web.as('operator').servers.get({ serverId: server.id });
  const attention = async () =>
    (await web.as('operator').overview.get()).attention.find(({ id }) => id === server.id);
  expect(await get()).toMatchObject({ installations: 1, unknownInstallations: 0 });

  await transaction(web.db, (tx) => recordMachineId(tx, { serverId: server.id, machineId: 'b'.repeat(32) }));
  const rebuilt = await get();
  expect(rebuilt).toMatchObject({ installations: 0, unknownInstallations: 1 });
  expect(rebuilt.packages).toMatchObject([
    {
      status: 'unknown',
      version: null,
      aftermath: null,
      deletion: {
        cleanUp: `An uninstall removes what was installed of nginx from ${server.name}.`,
        recordProblem: null,
      },
    },
  ]);
  expect(await attention()).toMatchObject({
    title: `${server.name} was rebuilt`,
    sentence: 'What is installed on it is unknown.',
  });
  const { id: installationId } = await web.db.installation.findFirstOrThrow({
    where: { serverId: server.id },
  });
  expect(await web.as('operator').installations.settings({ installationId })).toMatchObject({
    ...{ active: false, installed: false },
  });

  const again = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
  await drive(web.db, again).complete();
  expect(await get()).toMatchObject({ unknownInstallations: 0, packages: [{ status: 'active' }] });
  expect(await attention()).toBeUndefined();
});
