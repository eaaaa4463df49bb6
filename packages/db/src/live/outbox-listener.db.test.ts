import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { enqueueMessage } from '../operations/delivery/outbox';
import { makeRequest } from '../requests/make-request';
import { insertServer, submission, submitted } from '../testing/rows';
import { listenToOutbox } from './outbox-listener';

const url = inject('databaseUrl');
const db = createDatabase(url);
afterAll(() => db.$disconnect());

/** A listener that has heard of nothing but its own connection, and what it has heard since. */
async function listening() {
  let heard = 0;
  let requested = 0;
  const listener = listenToOutbox({ url, onPosted: () => (heard += 1), onRequested: () => (requested += 1) });
  await expect.poll(() => heard).toBe(1);
  return { close: () => listener.close(), heard: () => heard, requested: () => requested };
}

test('A listener of the outbox is notified when an operation is submitted', async () => {
  const { close, heard } = await listening();
  await submitted(db, submission(await insertServer(db)));
  await expect.poll(heard).toBe(2);
  await close();
});

test('it is notified of a request by itself: nothing has to be delivered for that', async () => {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const { close, heard, requested } = await listening();
  const request = { kind: 'resume', operationId } as const;
  await makeRequest(db, { request, by: 'ada', expiresInMs: null });
  await expect.poll(requested).toBe(2);
  expect(heard()).toBe(1);
  await close();
});

test('nothing is heard of a transaction that is rolled back', async () => {
  const { close, heard } = await listening();
  const operationId = await submitted(db, submission(await insertServer(db)));
  await expect.poll(heard).toBe(2);
  const failing = transaction(db, async (tx) => {
    await enqueueMessage(tx, { operationId, kind: 'wake' });
    throw new Error('The transaction fails');
  });
  await expect(failing).rejects.toThrow('The transaction fails');
  await transaction(db, (tx) => enqueueMessage(tx, { operationId, kind: 'cancel' }));
  await expect.poll(heard).toBe(3);
  await close();
});

test('a listener that lost its connection looks again when it has a new one', async () => {
  const { close, heard } = await listening();
  await db.$queryRaw`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'milepost outbox' and datname = current_database()`;
  await expect.poll(heard).toBe(2);
  await submitted(db, submission(await insertServer(db)));
  await expect.poll(heard).toBe(3);
  await close();
});
