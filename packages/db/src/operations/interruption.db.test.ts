import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { askCancel } from './ask-cancel';
import { goOn, markInterrupted } from './interruption';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

test('a cancellation that the terminated run took with it is told to the next one', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }));
  await db.outbox.updateMany({
    where: { operationId },
    data: { claimedAt: new Date(), sentAt: new Date() },
  });
  const { runId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  await transaction(db, (tx) => markInterrupted(tx, { operationId, runId: runId ?? '' }));
  await transaction(db, (tx) => goOn(tx, { operationId, by: 'ada' }));
  await driven.open();
  const told = await db.outbox.findMany({ where: { operationId, sentAt: null }, orderBy: { id: 'asc' } });
  expect(told.map(({ kind }) => kind)).toEqual(['start', 'cancel']);
});
