import { randomUUID } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import { WEEK_MS, drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { finishMilestone } from './finish-milestone';
import { readOperations } from './read-operations';
import { recordMark } from './record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { milestone, atWork } = operationsOf(db);

test('marks move it, a lagging attempt does not, and it never goes back', async () => {
  const { operationId, driven } = await atWork({ packageId: 'never-ran' });
  const { id: commandId } = await driven.begin(1);
  const mark = (count: number, state: number) =>
    recordMark(db, { operationId, milestone: 1, commandId, count, state, phase: 'apply' });
  await mark(4, 2);
  await mark(2, 1);
  const [view] = await readOperations(db, [operationId]);
  expect(view?.progress).toEqual({ step: 1, total: 3, label: 'Installing never-ran', percentage: 16 });
  expect(view?.milestones[0]).toMatchObject({ state: 2, phase: 'apply' });

  const result = { kind: 'failed', sentence: 'No.' } as const;
  const finished = {
    operationId,
    milestone: 1,
    epoch: 'first',
    commandId,
    answer: {},
    result,
    decideWithinMs: WEEK_MS,
  };
  await transaction(db, (tx) => finishMilestone(tx, finished));
  expect((await readOperations(db, [operationId]))[0]?.progress.percentage).toBe(16);
});

test('a milestone weighs the median of what it took before', async () => {
  const packageId = `weighed-${randomUUID()}`;
  for (const seconds of [10, 30, 20]) {
    const operationId = await submitted(db, submission(await insertServer(db), { packageId }));
    await drive(db, operationId).complete();
    await db.$executeRaw`update milestones set started_at = ended_at - ${seconds} * interval '1 s'
        where operation_id = ${operationId} and n = 1`;
  }
  const operationId = await submitted(db, submission(await insertServer(db), { packageId }));
  expect((await milestone(operationId, 1)).weight).toBe(20_000);
});
