import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { readStopped } from './read-stopped';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

/** Completes an operation on nginx, and answers whether its services count as stopped then. */
async function completed(serverId: string, kind: string): Promise<boolean> {
  const id = await submitted(db, submission(serverId, { kind }));
  const driven = drive(db, id);
  await driven.open();
  await driven.prepare();
  for (let n = 0; n < 3; n++) await driven.run({ kind: 'done', applied: 1 });
  expect(await driven.close()).toBe('completed');
  return isStopped(serverId);
}

async function isStopped(serverId: string): Promise<boolean> {
  const { id } = await db.installation.findFirstOrThrow({ where: { serverId } });
  return (await readStopped(db, [id, 'another'])).has(id);
}

test('an installation is stopped from its stop until it is started, and an operation of its package changes nothing', async () => {
  const serverId = await insertServer(db);
  const seen: [string, boolean][] = [];
  for (const kind of ['install', 'stop', 'renew_certificate', 'start', 'stop', 'restart', 'stop', 'update'])
    seen.push([kind, await completed(serverId, kind)]);
  expect(seen).toEqual([
    ['install', false],
    ['stop', true],
    ['renew_certificate', true],
    ['start', false],
    ['stop', true],
    ['restart', false],
    ['stop', true],
    ['update', false],
  ]);
});

test('an installation is not stopped by a stop that has not completed', async () => {
  const serverId = await insertServer(db);
  await completed(serverId, 'install');
  await submitted(db, submission(serverId, { kind: 'stop' }));
  expect(await isStopped(serverId)).toBe(false);
});
