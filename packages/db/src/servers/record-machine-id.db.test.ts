import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { requestCancel } from '../operations/control/request-cancel';
import { deleteInstallationRecord } from '../operations/installations/delete-installation-record';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { recordMachineId } from './record-machine-id';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const BEFORE = 'a'.repeat(32);
const AFTER = 'b'.repeat(32);

const record = (serverId: string, machineId: string) =>
  transaction(db, (tx) => recordMachineId(tx, { serverId, machineId }));
const installation = (serverId: string) =>
  db.installation.findFirstOrThrow({ where: { serverId }, orderBy: { createdAt: 'desc' } });
const notifications = (serverId: string) => db.notification.findMany({ where: { serverId } });

/** A server whose machine ID is known, with nginx installed on it. */
async function withNginx() {
  const serverId = await insertServer(db);
  await record(serverId, BEFORE);
  const operationId = await submitted(db, submission(serverId));
  await drive(db, operationId).complete();
  await db.installation.updateMany({ where: { serverId }, data: { version: '1.22.1' } });
  return { serverId, operationId };
}

describe('another machine ID', () => {
  test('makes what was installed unknown, and people are notified once', async () => {
    const { serverId } = await withNginx();
    expect(await record(serverId, AFTER)).toBe(true);
    expect(await record(serverId, AFTER)).toBe(false);
    expect(await installation(serverId)).toMatchObject({
      status: 'unknown',
      version: null,
      installedAt: null,
    });
    const { name } = await db.server.findUniqueOrThrow({ where: { id: serverId } });
    expect(await notifications(serverId)).toMatchObject([
      { kind: 'server_rebuilt', audience: 'everyone', content: { code: 'server_rebuilt', server: name } },
    ]);
    const [last] = await db.installationRecord.findMany({
      where: { installation: { serverId } },
      orderBy: { at: 'desc' },
    });
    expect(last).toMatchObject({ status: 'unknown', operationId: null, uninstalled: false, by: null });
  });

  test('another machine ID of a server without installations is recorded, and nobody is notified', async () => {
    const serverId = await insertServer(db);
    await record(serverId, BEFORE);
    expect(await record(serverId, AFTER)).toBe(false);
    expect(await db.server.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({
      machineId: AFTER,
    });
    expect(await notifications(serverId)).toEqual([]);
  });

  test('leaves an installation alone that its first operation is still making', async () => {
    const serverId = await insertServer(db);
    await record(serverId, BEFORE);
    await submitted(db, submission(serverId));
    expect(await record(serverId, AFTER)).toBe(false);
    expect(await installation(serverId)).toMatchObject({ status: 'pending', uninstalledAt: null });
  });

  test('is not forgotten where an operation is open: canceled before it began, its installation is unknown', async () => {
    const { serverId } = await withNginx();
    const operationId = await submitted(db, submission(serverId, { kind: 'uninstall' }));
    expect(await record(serverId, AFTER)).toBe(true);
    expect(await installation(serverId)).toMatchObject({ status: 'uninstalling' });
    await transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
    expect(await drive(db, operationId).close()).toBe('canceled');
    expect(await installation(serverId)).toMatchObject({ status: 'unknown', uninstalledAt: null });
  });
});

test('the same machine ID, as of a server restored from an old image, changes nothing', async () => {
  const { serverId } = await withNginx();
  expect(await record(serverId, BEFORE)).toBe(false);
  expect(await installation(serverId)).toMatchObject({ status: 'active', version: '1.22.1' });
  expect(await notifications(serverId)).toEqual([]);
});

describe('an unknown installation', () => {
  test('is active again once an install has completed', async () => {
    const { serverId } = await withNginx();
    const { id } = await installation(serverId);
    await record(serverId, AFTER);
    await drive(db, await submitted(db, submission(serverId))).complete();
    expect(await installation(serverId)).toMatchObject({ id, status: 'active' });
    expect((await installation(serverId)).installedAt).toBeInstanceOf(Date);
  });

  test('is gone once an uninstall has completed', async () => {
    const { serverId } = await withNginx();
    await record(serverId, AFTER);
    await drive(db, await submitted(db, submission(serverId, { kind: 'uninstall' }))).complete();
    expect((await installation(serverId)).uninstalledAt).toBeInstanceOf(Date);
  });

  test('is forgotten when its record is deleted', async () => {
    const { serverId, operationId } = await withNginx();
    await record(serverId, AFTER);
    const { id: installationId } = await installation(serverId);
    const asked = { installationId, operationId, by: 'ada', reason: null };
    await transaction(db, (tx) => deleteInstallationRecord(tx, asked));
    expect(await installation(serverId)).toMatchObject({
      status: 'unknown',
      uninstalledAt: expect.any(Date) as Date,
    });
    await drive(db, await submitted(db, submission(serverId))).complete();
    expect(await installation(serverId)).toMatchObject({ status: 'active' });
  });
});
