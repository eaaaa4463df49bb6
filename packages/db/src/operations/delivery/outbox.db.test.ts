import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { insertServer, submission, submitted } from '../../testing/rows';
import { claimDeliveries, enqueueMessage } from './outbox';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const claimed = async (): Promise<string[]> =>
  (await claimDeliveries(db, { limit: 100, retryAfterMs: 60_000 })).map(({ kind }) => kind);

test('a wake that coalesces with one on its way is not picked up before what it tells of is committed', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  await claimed();
  await transaction(db, (tx) => enqueueMessage(tx, { operationId, kind: 'wake' }));
  await transaction(db, async (tx) => {
    await enqueueMessage(tx, { operationId, kind: 'wake' });
    expect(await claimed()).toEqual([]);
  });
  expect(await claimed()).toEqual(['wake']);
});
