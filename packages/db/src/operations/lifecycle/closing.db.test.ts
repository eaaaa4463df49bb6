import { freeText } from '@milepost/contract/free-text';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import type { RunningOperation } from '../../testing/operation-fixtures';
import { concurrentChanges } from '../../testing/interference';
import { finalizeOperation } from './close-operation';
import { readLocked } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, eventTypes, runningOperation } = operationFixtures(db);

const end = (read: LockedOperation) =>
  transaction(db, (tx) =>
    finalizeOperation(tx, {
      operationId: read.id,
      read,
      stopped: null,
      unverifiedCommand: null,
      record: null,
    }),
  );

/** An operation whose milestones are all done, as it was read then. */
async function done() {
  const work = await runningOperation();
  for (let n = 1; n <= 3; n++) await work.driven.run({ kind: 'done', applied: 1 });
  return { ...work, read: await readLocked(db, work.operationId) };
}

test('ending an operation writes outcome and installation, tells people, and frees the queue', async () => {
  const { operationId, serverId, read } = await done();
  expect(await end(read)).toBe('completed');
  expect(await row(operationId)).toMatchObject({
    status: 'completed',
    outcome: 'completed',
    percentage: 100,
  });
  expect(await db.serverQueue.findUniqueOrThrow({ where: { id: serverId } })).toMatchObject({ holder: null });
  expect(await db.installation.findFirstOrThrow({ where: { serverId } })).toMatchObject({ status: 'active' });
  expect(await db.notification.count({ where: { operationId } })).toBe(1);
});

const happenings = concurrentChanges(db).filter(({ name }) =>
  ['a pause', 'a cancellation', 'an interruption'].includes(name),
);
test.each([...happenings, { name: 'another run', apply: ({ driven }: RunningOperation) => driven.open() }])(
  'an operation that was done completes although $what came while it was closed',
  async ({ apply }) => {
    const work = await done();
    await apply(work);
    expect(await end(work.read)).toBe('completed');
    expect(await end(work.read)).toBe('completed');
    const events = await eventTypes(work.operationId);
    expect(events.filter((type) => type === 'closed')).toHaveLength(1);
    const { lastEvent, conclusion } = await row(work.operationId);
    expect(events).toHaveLength(lastEvent);
    expect(conclusion).toEqual({ code: 'completed', milestones: 3 });
    const installation = await db.installation.findFirstOrThrow({ where: { serverId: work.serverId } });
    expect(installation.status).toBe('active');
  },
);

test('an operation that was given up while it was closed does not complete', async () => {
  const { operationId, read } = await done();
  await db.operation.update({
    where: { id: operationId },
    data: { outcome: 'failed', conclusion: { ...freeText('Given up.') } },
  });
  expect(await end(read)).toBe('failed');
});
