import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import { SPOOL, WEEK_MS } from '../testing/drive';
import { askCancel } from './ask-cancel';
import { beginMilestone } from './begin-milestone';
import { finishMilestone } from './finish-milestone';
import { finishUndisturbed } from './finish-undisturbed';
import { readLocked } from './lock-operation';
import { pauseOperation } from './pause-operation';
import { recordMark } from './record-run';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, tell, atWork } = operationsOf(db);
const answer = { kind: 'done' };

/** A milestone that has begun, and the two ways to end it. */
async function begun(operationId: string, n: number) {
  const intent = { operationId, milestone: n, epoch: 'first', spool: SPOOL };
  const run = await transaction(db, (tx) => beginMilestone(tx, intent));
  if (run.do !== 'run') throw new Error(`Not current: ${JSON.stringify(run.next)}`);
  const { id: commandId } = run.command;
  const finished = { operationId, milestone: n, epoch: 'first', commandId, answer, decideWithinMs: WEEK_MS };
  return {
    commandId,
    undisturbed: () => finishUndisturbed(db, { ...run, commandId, answer, applied: 2 }),
    looking: () =>
      transaction(db, (tx) => finishMilestone(tx, { ...finished, result: { kind: 'done', applied: 2 } })),
  };
}

/** What is kept of an operation's milestones, without ids and times. */
async function kept(operationId: string) {
  const operation = await row(operationId);
  const events = await db.event.findMany({
    where: { operationId, type: { startsWith: 'milestone_' } },
    orderBy: { n: 'asc' },
  });
  const milestones = await db.milestone.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  const commands = await db.command.findMany({ where: { operationId }, orderBy: { milestone: 'asc' } });
  return {
    ...{ status: operation.status, percentage: operation.percentage, lastEvent: operation.lastEvent },
    events: events.map(({ n, type, data }) => ({ n, type, data: { ...(data as object), ms: 0 } })),
    milestones: milestones.map(({ n, status, applied, phase, endedAt }) => ({
      ...{ n, status, applied, phase },
      ended: endedAt !== null,
    })),
    commands: commands.map(({ milestone, answer, endedAt }) => ({
      ...{ milestone, answer },
      ended: endedAt !== null,
    })),
  };
}

test('it writes and answers what the look at the rows would have', async () => {
  const [one, other] = [await atWork(), await atWork()];
  const count = (await kept(one.operationId)).milestones.length;
  for (let n = 1; n <= count; n++) {
    const stands = await (await begun(one.operationId, n)).undisturbed();
    const expected = await (await begun(other.operationId, n)).looking();
    expect(stands?.next).toEqual(expected);
    expect(stands?.operation).toEqual(await readLocked(db, one.operationId));
    expect(await kept(one.operationId)).toEqual(await kept(other.operationId));
  }
  expect(await one.driven.next()).toEqual({ do: 'close' });
});

test('how it stands is told as it is, after a mark, under another run and with an event of somebody else', async () => {
  const { operationId, driven } = await atWork();
  const { undisturbed, commandId } = await begun(operationId, 1);
  await recordMark(db, { operationId, milestone: 1, commandId, count: 1, state: 2, phase: 'apply' });
  await driven.open();
  const stands = await undisturbed();
  expect(stands?.operation).toEqual({
    ...(await readLocked(db, operationId)),
    runId: expect.any(String) as string, // the run that began the milestone
  });
  expect(stands?.operation.milestones[0]).toMatchObject({ attempts: 1, state: 2 });
});

describe('where something has happened since, nothing is written', () => {
  const left = async (operationId: string, happens: () => Promise<unknown>) => {
    const { undisturbed, looking } = await begun(operationId, 1);
    await happens();
    const before = await kept(operationId);
    expect(await undisturbed()).toBeNull();
    expect(await kept(operationId)).toEqual(before);
    return looking();
  };

  test('a pause: it begins', async () => {
    const { operationId } = await atWork();
    const pause = { operationId, by: 'ada', resumeAt: null };
    const next = await left(operationId, () => transaction(db, (tx) => pauseOperation(tx, pause)));
    expect(next).toMatchObject({ do: 'wait', status: 'paused' });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done', applied: 2 });
  });

  test('a cancellation: it is waited for', async () => {
    const { operationId } = await atWork();
    const cancel = { operationId, by: 'ada', reason: null };
    const next = await left(operationId, () => transaction(db, (tx) => askCancel(tx, cancel)));
    expect(next).toMatchObject({ do: 'wait', status: 'cancelling' });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
  });

  test('another epoch: it belongs to another run', async () => {
    const { operationId } = await atWork();
    const next = await left(operationId, () =>
      db.operation.update({ where: { id: operationId }, data: { epoch: 'second' } }),
    );
    expect(next).toMatchObject({ do: 'run', milestone: 1, epoch: 'second' });
  });
});

test('attempts that end it at the same moment, in either way, move it once', async () => {
  for (let round = 0; round < 10; round++) {
    const { operationId } = await atWork();
    const { undisturbed, looking } = await begun(operationId, 1);
    const pause = { operationId, by: 'ada', resumeAt: null };
    const answers = await Promise.all([
      ...[undisturbed(), looking(), undisturbed(), looking()],
      transaction(db, (tx) => pauseOperation(tx, pause)).then(() => null),
    ]);
    expect(answers.some((next) => next !== null)).toBe(true);
    expect((await tell(operationId)).filter((type) => type === 'milestone_done')).toHaveLength(1);
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
    const { lastEvent } = await row(operationId);
    expect(await db.event.count({ where: { operationId } })).toBe(lastEvent);
  }
});
