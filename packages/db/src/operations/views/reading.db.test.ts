import { randomUUID } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { listOperations } from './list-operations';
import type { OperationFilter } from './list-operations';
import { readOpenOperations, readOperations } from './read-operations';
import { setNotice } from '../milestones/record-run';
import { readStatistics } from '../estimates/statistics';
import { readTypicalDuration } from '../estimates/duration-estimates';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

async function titles(filter: OperationFilter): Promise<string[]> {
  const { items } = await listOperations(db, { filter, limit: 50 });
  return items.map(({ title }) => title);
}

test('a list is filtered by the database', async () => {
  const [one, two] = [await insertServer(db, 'list-1'), await insertServer(db, 'list-2')];
  const done = await submitted(db, submission(one, { title: 'Install nginx on list-1' }));
  await drive(db, done).complete();
  await submitted(db, submission(one, { kind: 'uninstall', title: 'Uninstall nginx from list-1' }));
  await submitted(db, submission(two, { packageId: 'redis', title: 'Install 100%_redis on list-2' }));

  expect(await titles({ serverId: one })).toEqual(['Uninstall nginx from list-1', 'Install nginx on list-1']);
  expect(await titles({ serverId: one, status: ['queued', 'running'] })).toEqual([
    'Uninstall nginx from list-1',
  ]);
  expect(await titles({ serverId: one, kind: 'install' })).toEqual(['Install nginx on list-1']);
  expect(await titles({ packageId: 'redis' })).toEqual(['Install 100%_redis on list-2']);
  expect(await titles({ search: 'NGINX ON LIST' })).toEqual(['Install nginx on list-1']);
  expect(await titles({ search: '0%_r' })).toEqual(['Install 100%_redis on list-2']);
  expect(await titles({ search: '_%' })).toEqual([]);

  await db.server.update({ where: { id: two }, data: { name: 'cache-2' } });
  await submitted(
    db,
    submission(two, { packageId: 'valkey', title: 'Install V', requestedBy: 'grace@list' }),
  );
  expect(await titles({ search: 'cache-2 install' })).toEqual(['Install V', 'Install 100%_redis on list-2']);
  expect(await titles({ search: 'Cache VALK' })).toEqual(['Install V']);
  expect(await titles({ search: ' grace@list ' })).toEqual(['Install V']);
  expect(await titles({ search: 'cache-2 nginx' })).toEqual([]);
});

test('pages follow each other, also where operations share a moment and new ones come in between', async () => {
  const packageId = `pages-${randomUUID()}`;
  const all: string[] = [];
  for (let i = 0; i < 7; i++)
    all.push(await submitted(db, submission(await insertServer(db), { packageId })));
  await db.operation.updateMany({
    where: { id: { in: all.slice(2, 6) } },
    data: { requestedAt: new Date() },
  });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listOperations(db, { filter: { packageId }, cursor, limit: 3 });
    expect(page.total).toBeGreaterThanOrEqual(7);
    expect(page.totalIsLeast).toBe(false);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
    await submitted(db, submission(await insertServer(db), { packageId }));
  } while (cursor);
  const some = { filter: { packageId }, limit: 3, maxCount: 6 };
  expect(await listOperations(db, some)).toMatchObject({ total: 6, totalIsLeast: true });
  expect(seen).toHaveLength(7);
  expect(new Set(seen)).toEqual(new Set(all));
  await expect(listOperations(db, { filter: {}, cursor: 'rubbish', limit: 3 })).rejects.toMatchObject({
    code: 'bad_cursor',
  });
});

test('an operation is read with its server, its installation, its milestones and what it waits for', async () => {
  const serverId = await insertServer(db, 'read-1');
  const operationId = await submitted(db, submission(serverId));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  const since = new Date().toISOString();
  await setNotice(db, {
    operationId,
    notice: { kind: 'reconnecting', attempt: 2, since, reason: { code: 'link_lost', host: '192.0.2.1' } },
  });
  const [view] = await readOperations(db, [operationId, randomUUID()]);
  expect(view).toMatchObject({
    id: operationId,
    server: { id: serverId, name: 'read-1' },
    installation: { status: 'installing', live: true },
    status: 'running',
    notice: { kind: 'reconnecting', attempt: 2, since, reason: { code: 'link_lost', host: '192.0.2.1' } },
    startedAt: expect.any(Date) as Date,
    endedAt: null,
  });
  expect(view?.milestones).toHaveLength(3);
  expect((await readOpenOperations(db, serverId)).map(({ id }) => id)).toEqual([operationId]);

  await driven.begin(1);
  const [begun] = await readOperations(db, [operationId]);
  expect(begun?.notice).toBeNull();
  expect(begun?.milestones[0]?.startedAt).toBeInstanceOf(Date);
  expect(Math.abs(Date.now() - (begun?.milestones[0]?.startedAt?.getTime() ?? 0))).toBeLessThan(60_000);
});

test('an operation whose start nobody delivers waits for the workflow engine', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const notice = async () => (await readOperations(db, [operationId]))[0]?.notice;
  expect(await notice()).toBeNull();
  await db.$executeRaw`update outbox set created_at = created_at - interval '10 s' where operation_id = ${operationId}`;
  expect(await notice()).toMatchObject({ kind: 'engine_unreachable' });
});

/** Operations that have ended, and no others: what tests of statistics count. */
async function ended(packageId: string) {
  await db.operation.updateMany({ data: { status: 'completed', endedAt: new Date(0) } });
  return async (
    daysAgo: number,
    status: 'completed' | 'failed' | 'canceled',
    { seconds = 1, applied = 1, decisionPoint = 0, direction = 1 } = {},
  ): Promise<void> => {
    const id = await submitted(db, submission(await insertServer(db), { packageId }));
    const endedAt = new Date(Date.now() - daysAgo * 86_400_000);
    const work = { workedMs: seconds * 1000, startedAt: new Date(endedAt.getTime() - 3_600_000), endedAt };
    await db.operation.update({ where: { id }, data: { status, decisionPoint, direction, ...work } });
    await db.milestone.updateMany({ where: { operationId: id }, data: { applied } });
  };
}

test('what ended lately is counted, in all and by day, and what it usually takes is known', async () => {
  const packageId = `counted-${randomUUID()}`;
  const here = await insertServer(db);
  const at = await ended(packageId);
  const like = { packageId, kind: 'install', serverId: here } as const;
  expect(await readTypicalDuration(db, like)).toBeNull();
  for (const seconds of [10, 20, 30]) await at(1, 'completed', { seconds });
  await at(1, 'failed', { seconds: 500 });
  await at(2, 'completed', { seconds: 40 });
  await at(40, 'failed');

  // An hour passed for each of them: only work counts.
  const four = await readStatistics(db, { days: 30 });
  expect(four).toMatchObject({ succeeded: 4, failed: 1, canceled: 0, medianMs: null, p90Ms: null });
  expect(four.days.map(({ succeeded, failed, medianMs }) => [succeeded, failed, medianMs])).toEqual([
    [1, 0, 40_000],
    [3, 1, 20_000],
  ]);
  expect(await readTypicalDuration(db, like)).toBeNull();

  await at(1, 'completed', { seconds: 1, applied: 0 });
  expect(await readTypicalDuration(db, like)).toBeNull();
  await at(1, 'completed', { seconds: 50 });
  expect(await readStatistics(db, { days: 30 })).toMatchObject({
    ...{ succeeded: 6, medianMs: 30_000, p90Ms: 46_000 },
  });
  expect(await readTypicalDuration(db, like)).toEqual({ from: 20_000, to: 40_000, runs: 5 });

  const other = await insertServer(db);
  await db.server.update({ where: { id: other }, data: { facts: { os: 'ubuntu', version: '24.04' } } });
  expect(await readTypicalDuration(db, { ...like, serverId: other })).toBeNull();
});

test('an operation that failed and was rolled back counts as failed, one that was only canceled as canceled', async () => {
  const at = await ended(`outcomes-${randomUUID()}`);
  await at(1, 'completed');
  await at(1, 'canceled', { decisionPoint: 1, direction: -1 });
  await at(1, 'canceled', { decisionPoint: 1 });
  await at(1, 'canceled');
  const statistics = await readStatistics(db, { days: 30 });
  expect(statistics).toMatchObject({ succeeded: 1, failed: 2, canceled: 1 });
  expect(statistics.days).toMatchObject([{ succeeded: 1, failed: 2, canceled: 1 }]);
});
