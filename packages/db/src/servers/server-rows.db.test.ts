import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { drive } from '../testing/drive';
import { insertServer as insertReady, submission, submitted } from '../testing/rows';
import { insertServer } from './insert-server';
import { readServerState } from './read-server-state';
import { lockForRemoval, retireServer } from './retire-server';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const remove = (serverId: string) =>
  transaction(db, async (tx) => {
    await lockForRemoval(tx, serverId);
    await retireServer(tx, { serverId, by: 'ada' });
  });

test('a server is inserted once, and a name is given once', async () => {
  const server = { id: 'one', name: 'web-1', address: '192.0.2.1', port: 22, by: 'ada' };
  expect(await insertServer(db, server)).toBe(true);
  expect(await insertServer(db, server)).toBe(false);
  expect(await insertServer(db, { ...server, id: 'two' })).toBe(false);
});

test('the state of a server names what is installed there beside one installation', async () => {
  const serverId = await insertReady(db);
  const state = async () => {
    const nginx = await db.installation.findFirst({ where: { serverId, packageId: 'nginx' } });
    return readServerState(db, { serverId, exceptInstallationId: nginx?.id ?? '' });
  };
  expect(await state()).toMatchObject({ status: 'ready', facts: null, installed: [] });
  await submitted(db, submission(serverId));
  await submitted(db, submission(serverId, { packageId: 'redis' }));
  expect((await state()).installed).toMatchObject([{ packageId: 'redis', status: 'pending', title: null }]);
  await expect(readServerState(db, { serverId: 'none', exceptInstallationId: 'other' })).rejects.toThrow(
    'no server none',
  );
});

test('a server without operations is deleted, one with a history stays as removed', async () => {
  const [unused, used] = [await insertReady(db), await insertReady(db)];
  await drive(db, await submitted(db, submission(used))).complete();
  await remove(unused);
  await remove(used);
  expect(await db.server.findUnique({ where: { id: unused } })).toBeNull();
  const { status, removedBy } = await db.server.findUniqueOrThrow({ where: { id: used } });
  expect({ status, removedBy }).toEqual({ status: 'removed', removedBy: 'ada' });
});
