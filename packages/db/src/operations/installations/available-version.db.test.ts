import { freeText } from '@milepost/contract/free-text';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { decide } from '../control/decide';
import { recordMachineId } from '../../servers/record-machine-id';
import { storeDrift } from './drift';

const db = createDatabase(inject('databaseUrl'), { poolSize: 4 });
afterAll(() => db.$disconnect());

/** An installation of version 1.0. */
async function installed() {
  const serverId = await insertServer(db);
  await drive(db, await submitted(db, submission(serverId))).complete({ version: '1.0' });
  const read = () => db.installation.findFirstOrThrow({ where: { serverId } });
  const start = async (kind: string) => drive(db, await submitted(db, submission(serverId, { kind })));
  return { serverId, read, start };
}

/** The same, for which a check has found 1.1 in lists that are an hour old. */
async function offered() {
  const { read, ...rest } = await installed();
  const { id: installationId, updatedAt } = await read();
  const available = { version: '1.1', held: false, listsAge: 3600 };
  const found = { drift: { differences: [] }, available };
  expect(await storeDrift(db, { installationId, updatedAt }, found)).toBe(true);
  return { installationId, updatedAt, read, found, ...rest };
}

describe('the newer version that a check found', () => {
  test('is stored with the time of the lists that name it', async () => {
    const { read } = await offered();
    const { availableVersion, versionHeld, packageListsAt } = await read();
    expect({ availableVersion, versionHeld }).toEqual({ availableVersion: '1.1', versionHeld: false });
    expect(Math.abs(Date.now() - 3_600_000 - (packageListsAt?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test('is replaced by the next check, also where the package is on hold or has no versions', async () => {
    const { installationId, updatedAt, read, found } = await offered();
    const held = { ...found, available: { version: null, held: true, listsAge: null } };
    await storeDrift(db, { installationId, updatedAt }, held);
    expect(await read()).toMatchObject({ availableVersion: null, versionHeld: true, packageListsAt: null });
    await storeDrift(db, { installationId, updatedAt }, { ...found, available: null });
    expect(await read()).toMatchObject({ availableVersion: null, versionHeld: false });
  });

  test('is not stored where an operation has changed the installation meanwhile', async () => {
    const { installationId, updatedAt, read, found, start } = await offered();
    await (await start('update')).complete({ version: '1.1' });
    expect(await storeDrift(db, { installationId, updatedAt }, found)).toBe(false);
    expect(await read()).toMatchObject({ version: '1.1', availableVersion: null });
  });

  test.each([
    { title: 'is forgotten after an update', kind: 'update', version: '1.1', kept: null },
    {
      title: 'is forgotten after an update that found nothing newer',
      kind: 'update',
      version: '1.0',
      kept: null,
    },
    { title: 'is kept after a change of the settings alone', kind: 'install', version: '1.0', kept: '1.1' },
    {
      title: 'is forgotten after a change that found another version',
      kind: 'install',
      version: '1.0.1',
      kept: null,
    },
    { title: 'is kept after a restart', kind: 'restart', version: '1.0', kept: '1.1' },
  ])('$title', async ({ kind, version, kept }) => {
    const { read, start } = await offered();
    const operation = await start(kind);
    await operation.open();
    expect((await read()).availableVersion).toBe('1.1');
    await operation.complete({ version });
    expect(await read()).toMatchObject({ status: 'active', availableVersion: kept });
  });

  test('is forgotten after an update that was rolled back: the new version may have stayed', async () => {
    const { read, start } = await offered();
    const update = await start('update');
    await update.open();
    await update.prepare();
    await update.run({ kind: 'failed', failure: freeText('No space left.') });
    const { id, decisionPoint: point } = await db.operation.findFirstOrThrow({
      where: { installationId: (await read()).id, kind: 'update' },
    });
    const choice = { action: 'roll_back', reason: null } as const;
    await transaction(db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
    await update.prepare();
    await update.run({ kind: 'done', applied: 1 });
    expect(await update.close([])).toBe('canceled');
    expect(await read()).toMatchObject({ status: 'active', availableVersion: null });
  });

  test('is forgotten with the version where the server was rebuilt', async () => {
    const { serverId, read } = await offered();
    await recordMachineId(db, { serverId, machineId: 'first' });
    await recordMachineId(db, { serverId, machineId: 'second' });
    expect(await read()).toMatchObject({ status: 'unknown', version: null, availableVersion: null });
  });
});
