import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { appendEvent } from '../operations/events/append-event';
import { appendOutput } from '../operations/output/append-output';
import { lockOperation } from '../operations/lock-operation';
import { notify } from '../notifications/notify';
import { WORKER, drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { beat } from '../workers/beat';
import { follow } from './follow';
import type { Batch, Position } from './follow-reader';
import { createListener } from './listener';
import type { Listener } from './listener';
import { createNotifier } from './notifier';

const url = inject('databaseUrl');
const db = createDatabase(url, { poolSize: 16 });
const notifier = createNotifier({ url });
const open: { close(): Promise<void> }[] = [];
const ends: AbortController[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) end.abort();
  for (const listener of open.splice(0)) await listener.close();
});
afterAll(async () => {
  await notifier.close();
  await db.$disconnect();
});

/** An hour between looks: what arrives came by a notice. */
const NOTICES_ONLY = 3_600_000;

function listen(checkMs?: number): Listener {
  const listener = createListener({ url, ...(checkMs && { checkMs }) });
  open.push(listener);
  return listener;
}

async function tell(operationId: string, key: string): Promise<void> {
  await transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    await appendEvent(tx, { operationId, key, type: 'run_started', data: { runId: key } });
  });
}

interface Following {
  numbers: number[];
  batches: Batch[];
  until(holds: (following: Following) => boolean): Promise<void>;
}

/** Follows in the background, keeping what came. `slow`: milliseconds between batches. */
function following(
  listener: Listener,
  {
    watch = {},
    overview = false,
    slow = 0,
  }: { watch?: Record<string, Position>; overview?: boolean; slow?: number },
): Following {
  const end = new AbortController();
  ends.push(end);
  const result: Following = {
    numbers: [],
    batches: [],
    async until(holds) {
      while (!holds(result)) {
        await Promise.race([sleep(10), done.then(() => Promise.reject(new Error('It ended')))]);
      }
    },
  };
  const read = async (): Promise<void> => {
    const batches = follow({
      db,
      listener,
      watch: new Map(Object.entries(watch)),
      overview,
      signal: end.signal,
    });
    for await (const batch of batches) {
      result.batches.push(batch);
      for (const { events } of batch.operations) result.numbers.push(...events.map(({ n }) => n));
      if (slow) await sleep(slow);
    }
  };
  const done = read();
  done.catch(() => undefined);
  return result;
}

const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

/** Ends a connection of this file's database by its name, once it is there, as a failing server or a proxy would. */
async function kill(applicationName: string): Promise<void> {
  const killed = async (): Promise<number> =>
    db.$executeRaw`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${applicationName} and datname = current_database() and state = 'idle'`;
  while ((await killed()) === 0) await sleep(10);
}

test('events come by notice, in order and without a gap, from where the client stands', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await tell(operationId, 'before');
  const follower = following(listen(NOTICES_ONLY), { watch: { [operationId]: { event: 1, output: 0 } } });
  await follower.until(({ numbers }) => numbers.length === 1);
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (const nth of upTo(10)) {
      await tell(operationId, `${writer}-${nth}`);
      notifier.publishOperation(operationId);
    }
  });
  await Promise.all(writers);
  await follower.until(({ numbers }) => numbers.length >= 41);
  expect(follower.numbers).toEqual(upTo(42, 2));
  expect(follower.batches.at(-1)?.cursor[operationId]?.event).toBe(42);
});

test('a listener whose connection is killed catches up on what it could not hear', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const follower = following(listen(NOTICES_ONLY), { watch: { [operationId]: { event: 0, output: 0 } } });
  await follower.until(({ numbers }) => numbers.length === 1);
  await tell(operationId, 'nobody is notified'); // before the kill: it may be back before a row is written
  await kill('milepost listen');
  await follower.until(({ numbers }) => numbers.length === 2);
  await tell(operationId, 'after it came back');
  notifier.publishOperation(operationId);
  await follower.until(({ numbers }) => numbers.length === 3);
  expect(follower.numbers).toEqual([1, 2, 3]);
});

test('a notice that was lost is made good by looking at the rows', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const follower = following(listen(100), { watch: { [operationId]: { event: 0, output: 0 } } });
  await follower.until(({ numbers }) => numbers.length === 1);
  await tell(operationId, 'nobody is notified');
  await follower.until(({ numbers }) => numbers.length === 2);
  expect(follower.numbers).toEqual([1, 2]);
});

test('a notifier whose connection is killed notifies again', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const follower = following(listen(NOTICES_ONLY), { watch: { [operationId]: { event: 0, output: 0 } } });
  await follower.until(({ numbers }) => numbers.length === 1);
  notifier.publishOperation(operationId);
  await kill('milepost notify');
  await tell(operationId, 'again');
  await follower.until(({ numbers }) => {
    notifier.publishOperation(operationId);
    return numbers.length === 2;
  });
  expect(follower.numbers).toEqual([1, 2]);
});

test('a slow subscriber gets every event, in fewer batches, while a fast one is not held up', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const listener = listen(NOTICES_ONLY);
  const watch = { [operationId]: { event: 0, output: 0 } };
  const slow = following(listener, { watch, slow: 400 });
  const fast = following(listener, { watch });
  await Promise.all([slow, fast].map((follower) => follower.until(({ numbers }) => numbers.length === 1)));
  for (const nth of upTo(40)) {
    await tell(operationId, `${nth}`);
    notifier.publishOperation(operationId);
  }
  await fast.until(({ numbers }) => numbers.length === 41);
  await slow.until(({ numbers }) => numbers.length === 41);
  expect(slow.numbers).toEqual(upTo(41));
  expect(fast.numbers).toEqual(upTo(41));
  expect(slow.batches.length).toBeLessThan(fast.batches.length);
});

test('output comes in batches of bounded size, once and in order', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  const { id: commandId } = await driven.begin(1);
  for (const part of upTo(20)) {
    const bytes = new Uint8Array(100_000).fill(part);
    await appendOutput(db, { operationId, commandId, milestone: 1, offset: (part - 1) * 100_000, bytes });
  }
  const follower = following(listen(NOTICES_ONLY), { watch: { [operationId]: { event: 0, output: 3 } } });
  const chunks = () =>
    follower.batches.flatMap(({ operations }) => operations.flatMap(({ outputs }) => outputs));
  await follower.until(() => chunks().length >= 17);
  expect(chunks().map(({ n }) => n)).toEqual(upTo(20, 4));
  expect(follower.batches.length).toBeGreaterThanOrEqual(6);
});

test('the overview follows what is open, what begins and what ends, and names the servers', async () => {
  await db.operation.updateMany({ data: { status: 'completed', endedAt: new Date(0) } });
  const serverId = await insertServer(db);
  const first = await submitted(db, submission(serverId));
  const follower = following(listen(NOTICES_ONLY), { overview: true });
  const seen = () => follower.batches.flatMap(({ operations }) => operations.map(({ view }) => view));
  await follower.until(() => seen().length === 1);
  expect(seen()[0]).toMatchObject({ id: first, status: 'queued' });
  expect(follower.batches[0]?.operations[0]).toMatchObject({ events: [], outputs: [], position: null });

  const second = await submitted(db, submission(serverId, { packageId: 'redis' }));
  notifier.publishOperation(second);
  await follower.until(() => seen().some(({ id }) => id === second));
  await drive(db, first).complete();
  notifier.publishOperation(first);
  await follower.until(() => seen().some(({ id, status }) => id === first && status === 'completed'));
  expect(follower.batches.at(-1)?.serverIds).toContain(serverId);
  notifier.publishServer('another');
  await follower.until(({ batches }) => batches.at(-1)?.serverIds.includes('another') ?? false);
});

test('a new general notification reaches who follows everything, and also where the notice is lost', async () => {
  const follower = following(listen(NOTICES_ONLY), { overview: true });
  await follower.until(({ batches }) => {
    notifier.publishNotifications('owners'); // again until the listener listens
    return batches.some(({ audiences }) => audiences.includes('owners'));
  });

  const looking = following(listen(100), { overview: true });
  await looking.until(({ batches }) => batches.length >= 1);
  const outage = {
    key: randomUUID(),
    kind: 'server_unreachable',
    audience: 'everyone',
    serverId: null,
  } as const;
  await notify(db, { ...outage, content: { code: 'servers_unreachable', servers: ['web-1', 'web-2'] } });
  await looking.until(({ batches }) => batches.some(({ audiences }) => audiences.includes('everyone')));
});

test('a queued operation sees the queue move although its own row did not change', async () => {
  const serverId = await insertServer(db);
  const [first, , third] = [
    await submitted(db, submission(serverId, { packageId: 'a' })),
    await submitted(db, submission(serverId, { packageId: 'b' })),
    await submitted(db, submission(serverId, { packageId: 'c' })),
  ];
  const follower = following(listen(100), { watch: { [third]: { event: 0, output: 0 } } });
  const places = () =>
    follower.batches.flatMap(({ operations }) =>
      operations.flatMap(({ view: { notice } }) => (notice?.kind === 'queue' ? [notice.place] : [])),
    );
  await follower.until(() => places().at(-1) === 2);
  await drive(db, first).complete();
  await follower.until(() => places().at(-1) === 1);
  expect(places().every((place) => place <= 2)).toBe(true);
});

test('a subscriber learns without a notice that a worker is lost and that it is back', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await beat(db, WORKER);
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await driven.begin(1);
  const follower = following(listen(200), { overview: true });
  const expectEvent = (kind: string | undefined) =>
    follower.until(({ batches }) => {
      const last = batches
        .flatMap(({ operations }) => operations)
        .findLast(({ view }) => view.id === operationId);
      return last?.view.notice?.kind === kind && batches.some(({ workers }) => workers);
    });
  // Nobody beats any more.
  await expectEvent('worker_lost');
  follower.batches.splice(0);
  await beat(db, WORKER);
  await expectEvent(undefined);
});
