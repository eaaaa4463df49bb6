import { freeText } from '@milepost/contract/free-text';
import { randomUUID } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { WEEK_MS, drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { finishMilestone } from '../milestones/finish-milestone';
import { readOperations } from '../views/read-operations';
import { recordMark } from '../milestones/record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { milestone, runningOperation } = operationFixtures(db);

test('marks move it, a lagging attempt does not, and it never goes back', async () => {
  const { operationId, driven } = await runningOperation({ packageId: 'never-ran' });
  const { id: commandId } = await driven.begin(1);
  const mark = (count: number, state: number) =>
    recordMark(db, { operationId, milestone: 1, commandId, count, state, phase: 'apply' });
  await mark(4, 2);
  await mark(2, 1);
  const [view] = await readOperations(db, [operationId]);
  expect(view?.progress).toEqual({ step: 1, total: 3, label: 'Installing never-ran', percentage: 16 });
  expect(view?.milestones[0]).toMatchObject({ state: 2, phase: 'apply' });

  const result = { kind: 'failed', failure: freeText('No.') } as const;
  const finished = {
    operationId,
    milestone: 1,
    attemptKey: 'first',
    commandId,
    answer: {},
    result,
    decisionTimeoutMs: WEEK_MS,
  };
  await transaction(db, (tx) => finishMilestone(tx, finished));
  expect((await readOperations(db, [operationId]))[0]?.progress.percentage).toBe(16);
});

const weightAfter = async (runs: { workedMs: number; applied: number }[]): Promise<number> => {
  const packageId = `weighed-${randomUUID()}`;
  for (const { workedMs, applied } of runs) {
    const operationId = await submitted(db, submission(await insertServer(db), { packageId }));
    await drive(db, operationId).complete();
    await db.milestone.update({
      where: { operationId_n: { operationId, n: 1 } },
      data: { workedMs, applied },
    });
  }
  const operationId = await submitted(db, submission(await insertServer(db), { packageId }));
  return (await milestone(operationId, 1)).weight;
};

test('a milestone is as wide in the bar as the median of its work in five runs that changed something', async () => {
  const nothing = { workedMs: 1, applied: 0 };
  const runs = [10, 30, 20, 15, 25].map((seconds) => ({ workedMs: seconds * 1000, applied: 1 }));
  expect(await weightAfter([nothing, ...runs, nothing, nothing])).toBe(20_000);
});

test('a single slow run does not make a milestone take up the bar', async () => {
  const weight = await weightAfter([{ workedMs: 70_000, applied: 1 }]);
  expect(weight).toBeGreaterThan(1_000);
  expect(weight / (weight + 5 * 1_000)).toBeLessThan(0.35);
});
