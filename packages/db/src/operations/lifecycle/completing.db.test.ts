import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, eventTypes, runningOperation } = operationFixtures(db);

test('the rows say what comes next, milestone by milestone', async () => {
  const serverId = await insertServer(db, 'web-next');
  const operationId = await submitted(db, submission(serverId));
  const driven = drive(db, operationId);
  expect(await driven.open()).toEqual({ type: 'prepare', title: { code: 'preparing' }, status: 'running' });
  expect(await driven.prepare()).toEqual({
    type: 'run',
    milestone: 1,
    attemptKey: 'first',
    title: {
      ...{ code: 'milestone', n: 1, of: 3, label: 'Installing nginx' },
      ...{ rollingBack: false, retrying: false },
    },
    status: 'running',
  });
  expect(await driven.run({ kind: 'done', applied: 2 })).toMatchObject({ type: 'run', milestone: 2 });
  expect(await driven.run({ kind: 'done', applied: 0 })).toMatchObject({ type: 'run', milestone: 3 });
  expect(await driven.run({ kind: 'done', applied: 1 })).toEqual({ type: 'close' });
  expect(await driven.close()).toBe('completed');
  expect(await driven.next()).toEqual({ type: 'end', outcome: 'completed' });
  expect(await row(operationId)).toMatchObject({
    status: 'completed',
    outcome: 'completed',
    percentage: 100,
  });
  expect(await eventTypes(operationId)).toEqual([
    'submitted',
    'run_started',
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
  const { operationId, driven } = await runningOperation();
  for (let i = 0; i < 3; i++) await driven.run({ kind: 'done', applied: 0 });
  await Promise.all([driven.close(), driven.close()]);
  expect((await eventTypes(operationId)).filter((type) => type === 'closed')).toHaveLength(1);
});

test('secrets are forgotten when it can not be tried again', async () => {
  const serverId = await insertServer(db);
  const sealedSecrets = new Uint8Array([1, 2, 3]);
  const operationId = await submitted(db, submission(serverId, { sealedSecrets }));
  expect((await row(operationId)).sealedSecrets).toEqual(sealedSecrets);
  await drive(db, operationId).complete();
  expect((await row(operationId)).sealedSecrets).toBeNull();
});
