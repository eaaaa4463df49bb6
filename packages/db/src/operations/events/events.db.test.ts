import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { insertServer, submission, submitted } from '../../testing/rows';
import { appendEvent } from './append-event';
import { lockOperation } from '../lock-operation';
import { readEvents } from './read-events';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const tell = (operationId: string, key: string): Promise<void> =>
  transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    await appendEvent(tx, { operationId, key, type: 'run_started', data: { runId: key } });
  });

test('16 writers at once number an operation’s events 1, 2, 3 … without a gap', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await Promise.all(Array.from({ length: 16 }, (_, writer) => tellFive(operationId, writer)));
  const events = await readEvents(db, { operationId, after: 0 });
  expect(events.map(({ n }) => n)).toEqual(Array.from({ length: 81 }, (_, i) => i + 1));
  expect(new Set(events.map(({ data }) => JSON.stringify(data))).size).toBe(81);
  expect((await db.operation.findUniqueOrThrow({ where: { id: operationId } })).lastEvent).toBe(81);
});

async function tellFive(operationId: string, writer: number): Promise<void> {
  for (const nth of [1, 2, 3, 4, 5]) await tell(operationId, `${writer}-${nth}`);
}

test('a second telling of the same fact changes nothing, also from two at once', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await Promise.all([tell(operationId, 'same'), tell(operationId, 'same'), tell(operationId, 'same')]);
  const events = await readEvents(db, { operationId, after: 0 });
  expect(events.map(({ n, type }) => `${n} ${type}`)).toEqual(['1 submitted', '2 run_started']);
});

test('what becomes true with an event is written with it, also where the event was there before', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const become = (notice: string) =>
    transaction(db, async (tx) => {
      await lockOperation(tx, operationId);
      await appendEvent(tx, {
        ...{ operationId, key: 'same', type: 'run_started', data: { runId: notice } },
        set: Prisma.sql`notice = ${JSON.stringify(notice)}::jsonb`,
        extraCtes: [
          Prisma.sql`renamed as (update milestones set label = ${notice} where operation_id = ${operationId})`,
        ],
      });
    });
  const stands = () =>
    db.operation.findUniqueOrThrow({
      where: { id: operationId },
      select: { notice: true, lastEvent: true, milestones: { select: { label: true }, take: 1 } },
    });
  await become('first');
  expect(await stands()).toEqual({ notice: 'first', lastEvent: 2, milestones: [{ label: 'first' }] });
  await become('second');
  expect(await stands()).toEqual({ notice: 'second', lastEvent: 2, milestones: [{ label: 'second' }] });
  expect((await readEvents(db, { operationId, after: 1 })).map(({ data }) => data)).toEqual([
    { runId: 'first' },
  ]);
});

test('a reader goes on after the number it has', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await tell(operationId, 'a');
  await tell(operationId, 'b');
  const events = await readEvents(db, { operationId, after: 2 });
  expect(events).toEqual([{ n: 3, type: 'run_started', data: { runId: 'b' }, at: expect.any(Date) as Date }]);
  expect(Math.abs(Date.now() - (events[0]?.at.getTime() ?? 0))).toBeLessThan(60_000);
});
