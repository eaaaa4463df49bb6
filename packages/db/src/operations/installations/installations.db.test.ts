import { randomUUID } from 'node:crypto';
import type { DatabaseError } from '../../errors';
import { freeText } from '@milepost/contract/free-text';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { drive } from '../../testing/drive';
import { decide } from '../control/decide';
import { listTroubledOperations } from '../views/troubled-operations';
import { insertServer, submission, submitted } from '../../testing/rows';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const installations = (serverId: string) =>
  db.installation.findMany({ where: { serverId }, orderBy: { createdAt: 'asc' } });

test('install and uninstall write an installation and how it came to be', async () => {
  const serverId = await insertServer(db);
  await drive(db, await submitted(db, submission(serverId))).complete();
  const [installed] = await installations(serverId);
  expect(installed).toMatchObject({
    status: 'active',
    uninstalledAt: null,
    installedAt: expect.any(Date) as Date,
  });

  const uninstall = submission(serverId, { kind: 'uninstall' });
  await submitted(db, uninstall);
  expect((await installations(serverId))[0]?.status).toBe('uninstalling');
  await drive(db, uninstall.id).complete();
  const [gone] = await installations(serverId);
  expect(gone).toMatchObject({ status: 'uninstalled', uninstalledAt: expect.any(Date) as Date });

  const records = await db.installationRecord.findMany({
    where: { installationId: installed?.id },
    orderBy: { at: 'asc' },
  });
  expect(records.map(({ status }) => status)).toEqual([
    ...['pending', 'installing', 'active'],
    ...['uninstalling', 'uninstalling', 'uninstalled'],
  ]);
  expect(records.at(-1)?.uninstalled).toBe(true);
});

test('children that are left by then end with the uninstall of their parent', async () => {
  const serverId = await insertServer(db);
  await drive(db, await submitted(db, submission(serverId))).complete();
  const [parent] = await installations(serverId);
  const child = await db.installation.create({
    data: { serverId, packageId: 'rule', parentId: parent?.id ?? null, status: 'active' },
  });
  const other = await db.installation.create({ data: { serverId, packageId: 'other', status: 'active' } });
  const uninstall = submission(serverId, { kind: 'uninstall', installation: { id: parent?.id ?? '' } });
  await drive(db, await submitted(db, uninstall)).complete();
  const after = new Map((await installations(serverId)).map(({ id, ...row }) => [id, row]));
  expect(after.get(child.id)).toMatchObject({
    ...{ status: 'uninstalled', uninstalledAt: expect.any(Date) as Date },
  });
  expect(after.get(other.id)).toMatchObject({ status: 'active', uninstalledAt: null });
  const [record] = await db.installationRecord.findMany({ where: { installationId: child.id } });
  expect(record).toMatchObject({ uninstalled: true, operationId: uninstall.id });
});

test('what was found of drift is forgotten once a restart has run', async () => {
  const serverId = await insertServer(db);
  await drive(db, await submitted(db, submission(serverId))).complete();
  const drifted = { drift: { differences: [] }, driftCheckedAt: new Date() };
  await db.installation.updateMany({ where: { serverId }, data: drifted });
  const restart = drive(db, await submitted(db, submission(serverId, { kind: 'restart' })));
  expect((await installations(serverId))[0]?.driftCheckedAt).toEqual(drifted.driftCheckedAt);
  await restart.complete();
  expect((await installations(serverId))[0]).toMatchObject({
    ...{ status: 'active', drift: null, driftCheckedAt: null },
  });
});

test('installed again after an uninstall it is another installation; one alone is live', async () => {
  const serverId = await insertServer(db);
  for (const kind of ['install', 'uninstall', 'install'] as const) {
    await drive(db, await submitted(db, submission(serverId, { kind }))).complete();
  }
  const all = await installations(serverId);
  expect(all.map(({ uninstalledAt }) => uninstalledAt === null)).toEqual([false, true]);
});

describe('installations of one package', () => {
  const instance = (serverId: string, key: string, parentId: string | null = null) =>
    submission(serverId, { packageId: 'php_fpm', installation: { key, title: `PHP ${key}`, parentId } });

  test('Two of them stand side by side, each with its own open operation', async () => {
    const serverId = await insertServer(db);
    const [older, newer] = [instance(serverId, '8.2'), instance(serverId, '8.4')];
    await submitted(db, older);
    await submitted(db, newer);
    expect((await installations(serverId)).map(({ key, title }) => ({ key, title }))).toEqual([
      { key: '8.2', title: 'PHP 8.2' },
      { key: '8.4', title: 'PHP 8.4' },
    ]);
    await expect(submitted(db, instance(serverId, '8.2'))).rejects.toMatchObject({ code: 'operation_open' });
  });

  test('Installations of one key live in different parents', async () => {
    const serverId = await insertServer(db);
    await submitted(db, submission(serverId));
    const [parent] = await installations(serverId);
    await submitted(db, instance(serverId, 'app'));
    await submitted(db, instance(serverId, 'app', parent?.id));
    expect(await installations(serverId)).toHaveLength(3);
  });

  test('One that failed is retried although another one of the package was operated on since', async () => {
    const serverId = await insertServer(db);
    const failing = drive(db, await submitted(db, instance(serverId, '8.2')));
    await failing.open();
    await failing.prepare();
    await failing.run({ kind: 'failed', failure: freeText('No space left.') });
    await failing.close();
    await drive(db, await submitted(db, instance(serverId, '8.4'))).complete();
    const failed = await db.operation.findFirstOrThrow({ where: { serverId, status: 'failed' } });
    expect((await listTroubledOperations(db, 100)).map(({ id }) => id)).toContain(failed.id);
    const { id: operationId, decisionPoint: point } = failed;
    await transaction(db, (tx) => decide(tx, { operationId, point, by: 'ada', choice: { action: 'retry' } }));
    expect(await db.operation.findUnique({ where: { id: operationId } })).toMatchObject({ status: 'queued' });
  });

  test('Installations are operated on by their id', async () => {
    const serverId = await insertServer(db);
    const first = instance(serverId, '8.2');
    await drive(db, await submitted(db, first)).complete();
    await drive(db, await submitted(db, instance(serverId, '8.4'))).complete();
    const [older, newer] = await installations(serverId);
    const uninstall = submission(serverId, {
      ...{ packageId: 'php_fpm', kind: 'uninstall', installation: { id: newer?.id ?? '' } },
    });
    await drive(db, await submitted(db, uninstall)).complete();
    expect((await installations(serverId)).map(({ id, status }) => ({ id, status }))).toEqual([
      { id: older?.id, status: 'active' },
      { id: newer?.id, status: 'uninstalled' },
    ]);
    const again = submission(serverId, { ...uninstall, ...{ id: randomUUID(), kind: 'restart' } });
    await expect(submitted(db, again)).rejects.toMatchObject({ code: 'not_installed' });
  });
});

test('an operation of a service leaves the status of its installation alone', async () => {
  const serverId = await insertServer(db);
  await drive(db, await submitted(db, submission(serverId))).complete();
  const restart = submission(serverId, { kind: 'restart' });
  await submitted(db, restart);
  const status = async () => (await installations(serverId))[0]?.status;
  expect(await status()).toBe('active');
  const driven = drive(db, restart.id);
  await driven.open();
  await driven.prepare();
  await driven.run({ kind: 'failed', failure: freeText('It does not start.') });
  await driven.close();
  expect(await status()).toBe('active');
});

test('an install that is submitted while the uninstall closes gets a live installation', async () => {
  for (let round = 0; round < 10; round++) {
    const serverId = await insertServer(db);
    await drive(db, await submitted(db, submission(serverId))).complete();
    const uninstall = drive(db, await submitted(db, submission(serverId, { kind: 'uninstall' })));
    await uninstall.open();
    await uninstall.prepare();
    for (let i = 0; i < 3; i++) await uninstall.run({ kind: 'done', applied: 1 });
    const [, pressed] = await Promise.allSettled([uninstall.close(), submitted(db, submission(serverId))]);
    if (pressed.status === 'rejected') {
      const { code } = pressed.reason as DatabaseError;
      expect(['operation_open', 'open_operation_ended']).toContain(code);
      continue;
    }
    const operation = await db.operation.findUniqueOrThrow({
      where: { id: pressed.value },
      include: { installation: true },
    });
    expect(operation.installation).toMatchObject({ status: 'pending', uninstalledAt: null });
  }
});

test('what has begun is not pending again while it waits for its queue', async () => {
  const serverId = await insertServer(db);
  const id = await submitted(db, submission(serverId));
  const driven = drive(db, id);
  await driven.open();
  await driven.prepare();
  await driven.run({ kind: 'failed', failure: freeText('No.') });
  const choice = { action: 'retry' } as const;
  await transaction(db, (tx) => decide(tx, { operationId: id, point: 1, by: 'ada', choice }));
  expect((await installations(serverId))[0]?.status).toBe('installing');
});

test('what is not installed can not be uninstalled', async () => {
  const asked = submission(await insertServer(db), { kind: 'uninstall' });
  await expect(submitted(db, asked)).rejects.toMatchObject({ code: 'not_installed' });
});
