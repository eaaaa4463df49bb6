import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { askCancel } from './ask-cancel';
import { goOn, markInterrupted } from './interruption';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const delivered = (operationId: string) =>
  db.outbox.updateMany({ where: { operationId }, data: { claimedAt: new Date(), sentAt: new Date() } });
const interrupt = (operationId: string, runId: string): Promise<boolean> =>
  transaction(db, (tx) => markInterrupted(tx, { operationId, runId }));
const undelivered = async (operationId: string): Promise<string[]> => {
  const rows = await db.outbox.findMany({ where: { operationId, sentAt: null }, orderBy: { id: 'asc' } });
  return rows.map(({ kind }) => kind);
};

test('a cancellation that the terminated run took with it is told to the next one', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }));
  await delivered(operationId);
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  await interrupt(operationId, runId ?? '');
  await transaction(db, (tx) => goOn(tx, { operationId, by: 'ada' }));
  expect(await undelivered(operationId)).toEqual(['start']);
  await driven.open(); // which proves that the start was delivered
  expect(await undelivered(operationId)).toEqual(['cancel']);
});

test('a run that was terminated before it opened the operation is marked, once; not while its start is on its way', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  expect(await interrupt(operationId, 'r1')).toBe(false);
  await delivered(operationId);
  expect(await interrupt(operationId, 'r1')).toBe(true);
  await transaction(db, (tx) => goOn(tx, { operationId, by: 'ada' }));
  await delivered(operationId);
  expect(await interrupt(operationId, 'r1')).toBe(false);
  expect(await interrupt(operationId, 'r2')).toBe(true);
});

test('one of which nothing runs lends its lane, and comes back at its old place to be judged anew', async () => {
  const serverId = await insertServer(db);
  const [first, second] = [
    await submitted(db, submission(serverId)),
    await submitted(db, submission(serverId, { packageId: 'redis' })),
  ];
  await drive(db, first).open();
  await drive(db, first).prepare();
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: first } });
  expect(await interrupt(first, runId ?? '')).toBe(true);
  expect(await db.lane.findUnique({ where: { id: serverId } })).toMatchObject({
    holder: second,
    blocked: null,
  });
  await drive(db, second).complete();
  await transaction(db, (tx) => goOn(tx, { operationId: first, by: 'ada' }));
  expect((await drive(db, first).open()).do).toBe('prepare');
});
