import { freeText } from '@milepost/contract/free-text';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { decide } from '../control/decide';
import { adoptCluster, recordCluster } from '../delivery/temporal-cluster';
import { resumeInterrupted, markInterrupted } from '../lifecycle/interruption';
import { unblockQueue } from './unblock-queue';
import { claimDeliveries, markSent, enqueueMessage } from '../delivery/outbox';
import { readOperations } from '../views/read-operations';

const RETRY = { action: 'retry' } as const;

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const holder = async (queueId: string): Promise<string | null> =>
  (await db.serverQueue.findUniqueOrThrow({ where: { id: queueId } })).holder;

test('operations that are submitted at once go one at a time, in the order of their places', async () => {
  const serverId = await insertServer(db);
  const packages = Array.from({ length: 12 }, (_, i) => `package-${i}`);
  await Promise.all(packages.map((packageId) => submitted(db, submission(serverId, { packageId }))));
  const entries = await db.queueEntry.findMany({ where: { queueId: serverId }, orderBy: { place: 'asc' } });
  expect(entries.map(({ place }) => place)).toEqual(packages.map((_, i) => i + 1));

  const went: string[] = [];
  for (let current = await holder(serverId); current; current = await holder(serverId)) {
    went.push(current);
    await drive(db, current).complete();
  }
  expect(went).toEqual(entries.map(({ operationId }) => operationId));
});

test('the next operation of the queue is woken, and the others say what they wait for', async () => {
  const serverId = await insertServer(db, 'web-queue');
  const first = await submitted(db, submission(serverId, { title: 'Install nginx on web-queue' }));
  const second = await submitted(db, submission(serverId, { packageId: 'redis' }));
  const third = await submitted(db, submission(serverId, { packageId: 'mariadb' }));
  expect(await drive(db, second).open()).toMatchObject({
    type: 'wait',
    title: { code: 'queued', server: 'web-queue', behind: 'Install nginx on web-queue' },
  });
  expect((await readOperations(db, [third]))[0]?.notice).toEqual({
    kind: 'queue',
    behind: 'Install nginx on web-queue',
    place: 2,
  });
  await drive(db, first).complete();
  expect(await holder(serverId)).toBe(second);
  expect(await db.outbox.count({ where: { operationId: second, kind: 'wake' } })).toBe(1);
  expect((await readOperations(db, [third]))[0]?.notice).toMatchObject({ place: 1 });
});

test('an operation that comes back is first among those who came later', async () => {
  const serverId = await insertServer(db);
  const [a, b, c] = [
    await submitted(db, submission(serverId, { packageId: 'a' })),
    await submitted(db, submission(serverId, { packageId: 'b' })),
    await submitted(db, submission(serverId, { packageId: 'c' })),
  ];
  const failing = drive(db, a);
  await failing.open();
  await failing.prepare();
  await failing.run({ kind: 'failed', failure: freeText('No.') });
  await failing.close();
  expect(await holder(serverId)).toBe(b);
  await transaction(db, (tx) => decide(tx, { operationId: a, point: 1, by: 'ada', choice: RETRY }));
  expect(await holder(serverId)).toBe(b);
  await drive(db, b).complete();
  expect(await holder(serverId)).toBe(a);
  await drive(db, a).complete();
  expect(await holder(serverId)).toBe(c);
});

test('an interrupted operation blocks the queue until the next one verifies that it stopped; when it resumes, it waits in the queue', async () => {
  const serverId = await insertServer(db);
  const a = await submitted(db, submission(serverId, { packageId: 'a' }));
  const first = drive(db, a);
  await first.open();
  await first.prepare();
  await first.begin(1);
  const b = await submitted(db, submission(serverId, { packageId: 'b' }));
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: a } });
  const interrupt = () =>
    transaction(db, (tx) => markInterrupted(tx, { operationId: a, runId: runId ?? '' }));
  expect([await interrupt(), await interrupt()]).toEqual([true, false]);
  expect(await holder(serverId)).toBe(b);
  const second = drive(db, b);
  expect(await second.open()).toMatchObject({ type: 'verify_stopped' });

  await transaction(db, (tx) => unblockQueue(tx, { queueId: serverId, by: 'ada' }));
  expect(await second.next()).toMatchObject({ type: 'prepare' });
  await transaction(db, (tx) => resumeInterrupted(tx, { operationId: a, by: 'ada' }));
  expect(await first.open()).toMatchObject({ type: 'wait' });
  await second.complete();
  expect(await holder(serverId)).toBe(a);
  expect(await first.next()).toMatchObject({ type: 'run', milestone: 1, attemptKey: 'first' });
});

test('wakes coalesce until one is picked up, not longer', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const wake = () => enqueueMessage(db, { operationId, kind: 'wake' });
  const wakes = () => db.outbox.count({ where: { operationId, kind: 'wake' } });
  await Promise.all(Array.from({ length: 20 }, wake));
  expect(await wakes()).toBe(1);
  await claimDeliveries(db, { limit: 1000, retryAfterMs: 60_000 });
  await Promise.all([wake(), wake()]);
  expect(await wakes()).toBe(2);
});

test('nothing is delivered to another Temporal before somebody adopts it', async () => {
  await db.outbox.deleteMany();
  await db.engine.deleteMany();
  const operationId = await submitted(db, submission(await insertServer(db)));
  const note = (cluster: string) => transaction(db, (tx) => recordCluster(tx, cluster));
  const claim = () => claimDeliveries(db, { limit: 1000, retryAfterMs: 0 });
  expect(await note('known')).toMatchObject({ cluster: 'known', unexpectedCluster: null });
  await drive(db, operationId).open();
  await enqueueMessage(db, { operationId, kind: 'wake' });
  expect(await note('other')).toMatchObject({ cluster: 'known', unexpectedCluster: 'other' });
  expect(await claim()).toEqual([]);
  expect(await note('known')).toMatchObject({ unexpectedCluster: null });
  expect(await claim()).toHaveLength(1);
  await note('other');
  expect(await transaction(db, (tx) => adoptCluster(tx, { by: 'ada' }))).toBeGreaterThan(0);
  expect(await note('other')).toMatchObject({ cluster: 'other', unexpectedCluster: null });
  expect((await db.operation.findUniqueOrThrow({ where: { id: operationId } })).runId).toBeNull();
  expect((await claim()).map((delivery) => delivery.kind)).toContain('start');
});

test('dispatchers at once pick up each delivery once; what was not sent comes again', async () => {
  await db.outbox.deleteMany();
  const serverId = await insertServer(db);
  for (let i = 0; i < 30; i++) await submitted(db, submission(serverId, { packageId: `p${i}` }));
  const claim = (retryAfterMs: number) => claimDeliveries(db, { limit: 7, retryAfterMs });
  const picked = (
    await Promise.all([claim(60_000), claim(60_000), claim(60_000), claim(60_000), claim(60_000)])
  ).flat();
  expect(picked).toHaveLength(30);
  expect(new Set(picked.map(({ id }) => id)).size).toBe(30);
  for (const { id } of picked.slice(1)) await markSent(db, id);
  expect(await claim(60_000)).toEqual([]);
  expect(await claim(0)).toEqual([{ ...picked[0], tries: 2 }]);
});
