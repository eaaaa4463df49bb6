import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { SPOOL, WEEK_MS, WORKER } from '../../testing/drive';
import { requestCancel } from '../control/request-cancel';
import { beginMilestone } from './begin-milestone';
import { finishMilestone } from './finish-milestone';
import { pauseOperation } from '../control/pause-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, eventTypes, runningOperation } = operationFixtures(db);

/** An operation whose first milestone has begun. `finish` ends it with all states applied. */
async function begun() {
  const { operationId } = await runningOperation();
  const intent = { operationId, milestone: 1, attemptKey: 'first', spool: SPOOL, workerId: WORKER };
  const run = await transaction(db, (tx) => beginMilestone(tx, intent));
  if (run.type !== 'run') throw new Error(`Not current: ${JSON.stringify(run.next)}`);
  const ending = {
    ...{ operationId, milestone: 1, attemptKey: 'first', commandId: run.command.id },
    ...{
      answer: { kind: 'done' },
      result: { kind: 'done' as const, applied: 2 },
      decisionTimeoutMs: WEEK_MS,
    },
  };
  return { operationId, finish: () => transaction(db, (tx) => finishMilestone(tx, ending)) };
}

const count = async (operationId: string, type: string): Promise<number> =>
  (await eventTypes(operationId)).filter((one) => one === type).length;

test('a milestone that is done moves the operation to the next one', async () => {
  const { operationId, finish } = await begun();
  expect(await finish()).toMatchObject({ type: 'run', milestone: 2 });
  expect(await milestone(operationId, 1)).toMatchObject({ status: 'done', applied: 2 });
  const command = await db.command.findFirstOrThrow({ where: { operationId } });
  expect(command).toMatchObject({ answer: { kind: 'done' }, endedAt: expect.any(Date) as Date });
  expect((await row(operationId)).percentage).toBeGreaterThan(0);
});

describe('a milestone that is done', () => {
  test('lets a pause begin that was asked for meanwhile', async () => {
    const { operationId, finish } = await begun();
    const pause = { operationId, by: 'ada', resumeAt: null };
    await transaction(db, (tx) => pauseOperation(tx, pause));
    expect(await finish()).toMatchObject({ type: 'wait', status: 'paused' });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done', applied: 2 });
  });

  test('stays done where a cancellation was asked for meanwhile', async () => {
    const { operationId, finish } = await begun();
    await transaction(db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
    expect(await finish()).toMatchObject({ type: 'wait', status: 'canceling' });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
  });

  test('does not move an operation that has another attempt key by now', async () => {
    const { operationId, finish } = await begun();
    await db.operation.update({ where: { id: operationId }, data: { attemptKey: 'second' } });
    expect(await finish()).toMatchObject({ type: 'run', milestone: 1, attemptKey: 'second' });
    expect(await count(operationId, 'milestone_done')).toBe(0);
  });
});

test('attempts that end a milestone at the same moment move the operation once', async () => {
  for (let round = 0; round < 10; round++) {
    const { operationId, finish } = await begun();
    const pause = { operationId, by: 'ada', resumeAt: null };
    await Promise.all([
      ...[finish(), finish(), finish(), finish()],
      transaction(db, (tx) => pauseOperation(tx, pause)),
    ]);
    expect(await count(operationId, 'milestone_done')).toBe(1);
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
    expect(await db.event.count({ where: { operationId } })).toBe((await row(operationId)).lastEvent);
  }
});
