import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { askCancel } from './ask-cancel';
import { isDone } from './close-operation';
import { readLocked } from './lock-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, tell, atWork } = operationsOf(db);

test('the rows say what comes next, milestone by milestone', async () => {
  const serverId = await insertServer(db, 'web-next');
  const operationId = await submitted(db, submission(serverId));
  const driven = drive(db, operationId);
  expect(await driven.open()).toEqual({ do: 'prepare', title: 'Preparing', status: 'running' });
  expect(await driven.prepare()).toEqual({
    do: 'run',
    milestone: 1,
    epoch: 'first',
    title: '1/3 Installing nginx',
    status: 'running',
  });
  expect(await driven.run({ kind: 'done', applied: 2 })).toMatchObject({ do: 'run', milestone: 2 });
  expect(await driven.run({ kind: 'done', applied: 0 })).toMatchObject({ do: 'run', milestone: 3 });
  expect(await driven.run({ kind: 'done', applied: 1 })).toEqual({ do: 'close' });
  expect(await driven.close()).toBe('completed');
  expect(await driven.next()).toEqual({ do: 'end', outcome: 'completed' });
  expect(await row(operationId)).toMatchObject({
    status: 'completed',
    outcome: 'completed',
    percentage: 100,
  });
  expect(await tell(operationId)).toEqual([
    'submitted',
    'opened',
    'prepared',
    'milestone_started',
    'milestone_done',
    'milestone_started',
    'milestone_done',
    'milestone_started',
    'milestone_done',
    'closed',
  ]);
});

test('closing twice ends it once', async () => {
  const { operationId, driven } = await atWork();
  for (let i = 0; i < 3; i++) await driven.run({ kind: 'done', applied: 0 });
  await Promise.all([driven.close(), driven.close()]);
  expect((await tell(operationId)).filter((type) => type === 'closed')).toHaveLength(1);
});

test('it is done when nothing of it is left to begin, nobody cancels it, and it has not ended', async () => {
  const { operationId, driven } = await atWork();
  const done = async (id: string) => isDone(await readLocked(db, id));
  for (let i = 0; i < 3; i++) {
    expect(await done(operationId)).toBe(false);
    await driven.run({ kind: 'done', applied: 0 });
  }
  expect(await done(operationId)).toBe(true);
  await driven.close();
  expect(await done(operationId)).toBe(false);

  const other = await atWork();
  for (let i = 0; i < 3; i++) await other.driven.run({ kind: 'done', applied: 0 });
  await transaction(db, (tx) => askCancel(tx, { operationId: other.operationId, by: 'ada', reason: null }));
  expect(await done(other.operationId)).toBe(false);
});

test('secrets are forgotten when it can not be tried again', async () => {
  const serverId = await insertServer(db);
  const sealedSecrets = new Uint8Array([1, 2, 3]);
  const operationId = await submitted(db, submission(serverId, { sealedSecrets }));
  expect((await row(operationId)).sealedSecrets).toEqual(sealedSecrets);
  await drive(db, operationId).complete();
  expect((await row(operationId)).sealedSecrets).toBeNull();
});
