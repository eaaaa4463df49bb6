import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { readEvents } from '../operations/events/read-events';
import { readOperations } from '../operations/views/read-operations';
import { operationFixtures } from '../testing/operation-fixtures';
import { WORKER } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { beat, pruneWorkers, stopWorker } from './beat';
import { countLiveWorkers } from './count-live';
import { createLostWatch } from './lost-watch';
import { takeOver } from './take-over';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());
beforeEach(() => db.worker.deleteMany());

const { runningOperation } = operationFixtures(db);

const silent = (id: string, seconds = 10) =>
  db.$executeRaw`
    update workers set started_at = started_at - interval '1 day', beat_at = clock_timestamp() - ${seconds} * interval '1 s'
    where id = ${id}`;
const noticeOf = async (id: string) => (await readOperations(db, [id]))[0]?.notice;
const lostAt = async (id: string) => (await db.worker.findUnique({ where: { id } }))?.lostAt;

/** An operation whose first milestone WORKER carries out, beside another worker that is alive. */
async function running() {
  await beat(db, WORKER);
  await beat(db, 'worker-2');
  const work = await runningOperation();
  await work.driven.begin(1);
  return work;
}

/** A watch that has seen the database answer for long enough. */
function steadyWatch() {
  let now = 0;
  const watch = createLostWatch(() => now);
  return {
    at: (ms: number) => {
      now = ms;
      return watch.check(db);
    },
  };
}

const steady = async () => {
  const watch = steadyWatch();
  for (const ms of [0, 2_000, 4_000]) await watch.at(ms);
  return watch;
};

describe('a worker that falls silent', () => {
  test('is marked by whoever watches, shown on what it was working on, and cleared by its next beat', async () => {
    const { operationId } = await running();
    expect(await noticeOf(operationId)).toBeNull();
    await silent(WORKER);
    const watch = await steady();
    expect(await watch.at(5_000)).toEqual([operationId]);
    expect(await watch.at(6_000)).toEqual([]);
    expect(await noticeOf(operationId)).toMatchObject({ kind: 'worker_lost', command: true });
    expect(await countLiveWorkers(db)).toBe(1);

    await beat(db, WORKER);
    expect(await noticeOf(operationId)).toBeNull();
    expect(await countLiveWorkers(db)).toBe(2);
  });

  test('is not marked by who cannot tell it from a database that was away', async () => {
    await running();
    await silent(WORKER);
    const watch = steadyWatch();
    for (const ms of [0, 2_000, 4_000]) await watch.at(ms);
    // A break as long as PostgreSQL's restart.
    for (const ms of [9_000, 11_000, 13_000]) await watch.at(ms);
    expect(await lostAt(WORKER)).toBeNull();
    await watch.at(14_500);
    expect(await lostAt(WORKER)).toBeInstanceOf(Date);
  });

  test('is not missed after a graceful shutdown', async () => {
    const { operationId } = await running();
    await stopWorker(db, WORKER);
    await silent(WORKER);
    const watch = await steady();
    await watch.at(5_000);
    expect(await lostAt(WORKER)).toBeNull();
    expect(await noticeOf(operationId)).toBeNull();
    expect(await countLiveWorkers(db)).toBe(1);
  });
});

describe('another worker that takes an operation over', () => {
  const takenOver = (operationId: string, attempt = 2) =>
    transaction(db, (tx) => takeOver(tx, { operationId, worker: { id: 'worker-2', attempt } }));
  const events = async (operationId: string) =>
    (await readEvents(db, { operationId, after: 0 })).filter(({ type }) => type === 'worker_lost');

  test('says once that the one before was lost, and the notice is gone', async () => {
    const { operationId } = await running();
    await silent(WORKER);
    const watch = await steady();
    await watch.at(5_000);
    const answers = await Promise.all([takenOver(operationId), takenOver(operationId)]);
    expect(answers.sort()).toEqual([false, true]);
    expect(await events(operationId)).toMatchObject([{ data: { attempt: 2 } }]);
    expect(await noticeOf(operationId)).toBeNull();
  });

  test('says nothing after a graceful shutdown, or when the one before is alive', async () => {
    const { operationId } = await running();
    await stopWorker(db, WORKER);
    expect(await takenOver(operationId)).toBe(true);
    expect(await events(operationId)).toEqual([]);
    const { operationId: other } = await running();
    expect(await takenOver(other)).toBe(true);
    expect(await events(other)).toEqual([]);
  });

  test('says nothing of one that was lost when nothing of the operation ran', async () => {
    const { operationId, driven } = await running();
    await driven.run({ kind: 'done', applied: 1 });
    await silent(WORKER);
    const watch = await steady();
    await watch.at(5_000);
    expect(await takenOver(operationId, 1)).toBe(true);
    expect(await events(operationId)).toEqual([]);
  });
});

describe('while no worker runs', () => {
  test('an operation that waits to be started says so after some seconds', async () => {
    await beat(db, 'stopped');
    await stopWorker(db, 'stopped');
    const operationId = await submitted(db, submission(await insertServer(db)));
    expect(await noticeOf(operationId)).toBeNull();
    await db.$executeRaw`update operations set requested_at = requested_at - interval '10 s' where id = ${operationId}`;
    await db.$executeRaw`update workers set stopped_at = stopped_at - interval '10 s'`;
    expect(await noticeOf(operationId)).toMatchObject({ kind: 'no_worker', command: false });
    await beat(db, 'started');
    expect(await noticeOf(operationId)).toBeNull();
  });
});

test('workers that have been gone for a day are deleted, but for those that an open operation names', async () => {
  await running();
  const gone = randomUUID();
  for (const id of [gone, WORKER]) {
    await beat(db, id);
    await silent(id, 2 * 86_400);
  }
  await pruneWorkers(db);
  const left = (await db.worker.findMany()).map(({ id }) => id);
  expect(left.sort()).toEqual([WORKER, 'worker-2'].sort());
});
