import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import { SPOOL } from '../testing/drive';
import { happeningsOf } from '../testing/happenings';
import { beginMilestone } from './begin-milestone';
import type { Begun } from './begin-milestone';
import { beginUndisturbed } from './begin-undisturbed';
import { intendCommand } from './intend-command';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { pauseOperation } from './pause-operation';
import { unchanged } from './unchanged';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, tell, atWork } = operationsOf(db);

const intent = (operationId: string, n = 1) => ({ operationId, milestone: n, epoch: 'first', spool: SPOOL });
const quick = (operationId: string, n = 1) => beginUndisturbed(db, intent(operationId, n));
const looking = (operationId: string, n = 1) =>
  transaction(db, (tx) => beginMilestone(tx, intent(operationId, n)));

/** What is kept of an operation's milestones, without ids and times. */
async function kept(operationId: string) {
  const { status, epoch, fence, notice, lastEvent } = await row(operationId);
  const events = await db.event.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  const milestones = await db.milestone.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  const commands = await db.command.findMany({ where: { operationId }, orderBy: { milestone: 'asc' } });
  return {
    ...{ status, epoch, fence, notice, lastEvent },
    events: events
      .filter(({ type }) => type.startsWith('milestone_'))
      .map(({ n, type, data }) => ({ n, type, data: { ...(data as object), ms: 0 } })),
    milestones: milestones.map(({ n, status, attempts, startedAt }) => ({
      ...{ n, status, attempts },
      started: startedAt !== null,
    })),
    commands: commands.map(({ milestone, key, fence, spoolId, bootId, claimsSeen }) => ({
      ...{ milestone, key, fence, spoolId, bootId, claimsSeen },
    })),
  };
}

/** What an attempt is told, without what is of this one operation. */
const told = (begun: Begun | null) =>
  begun?.do === 'run' && { ...begun.command, id: '', milestone: begun.milestone };

test('it writes and answers what the look at the rows would have', async () => {
  const [one, other] = [await atWork(), await atWork()];
  const count = (await kept(one.operationId)).milestones.length;
  for (let n = 1; n <= count; n++) {
    const begun = await quick(one.operationId, n);
    expect(told(begun)).toEqual(told(await looking(other.operationId, n)));
    expect(begun).toMatchObject({ do: 'run', command: { claimed: false, nextOffset: 0, marks: 0 } });
    expect(await kept(one.operationId)).toEqual(await kept(other.operationId));
    for (const { driven } of [one, other]) await driven.run({ kind: 'done', applied: 1 });
  }
});

test('a second attempt joins the first, with its spool', async () => {
  const { operationId } = await atWork();
  const first = await quick(operationId);
  const again = { ...intent(operationId), spool: { ...SPOOL, bootId: 'another' } };
  expect(told(await beginUndisturbed(db, again))).toEqual({
    ...(told(first) as object),
    milestone: expect.anything() as object,
  });
  expect((await tell(operationId)).filter((type) => type === 'milestone_started')).toHaveLength(1);
});

describe.each(happeningsOf(db))('$what', ({ happens, next }) => {
  test('before it leaves it to the look', async () => {
    const work = await atWork();
    await happens(work);
    const before = await kept(work.operationId);
    expect(await quick(work.operationId)).toBeNull();
    expect(await kept(work.operationId)).toEqual(before);
    expect(await looking(work.operationId)).toMatchObject({ do: 'answer', next });
  });

  test('between its reading and its writing keeps it from writing', async () => {
    const work = await atWork();
    const operation = await readLocked(db, work.operationId);
    await happens(work);
    const before = await kept(work.operationId);
    expect(await intendLate(operation)).toBeNull();
    expect(await kept(work.operationId)).toEqual(before);
  });
});

/** What beginUndisturbed writes for its first milestone, as the operation was read. */
const intendLate = (operation: LockedOperation) =>
  intendCommand(db, {
    ...{ operation, spool: SPOOL, when: unchanged(operation) },
    milestone: operation.milestones[0]!,
  });

test('a run that took it up between its reading and its writing keeps it from writing', async () => {
  const { operationId, driven } = await atWork();
  const operation = await readLocked(db, operationId);
  await driven.open();
  const before = await kept(operationId);
  expect(await intendLate(operation)).toBeNull();
  expect(await kept(operationId)).toEqual(before);
  expect(told(await quick(operationId))).toMatchObject({ fence: before.fence });
});

test('attempts that begin it at the same moment, in either way, get one command', async () => {
  for (let round = 0; round < 10; round++) {
    const { operationId } = await atWork();
    const pause = { operationId, by: 'ada', resumeAt: null };
    const attempts = [quick, looking, quick, looking].map((begin) => begin(operationId));
    const paused = transaction(db, (tx) => pauseOperation(tx, pause));
    const begun = (await Promise.all(attempts)).flatMap((one) => (one?.do === 'run' ? [one] : []));
    await paused;
    const { lastEvent, status } = await row(operationId);
    expect(await db.event.count({ where: { operationId } })).toBe(lastEvent);
    expect(new Set(begun.map(({ command }) => command.id)).size).toBe(begun.length > 0 ? 1 : 0);
    const started = (await tell(operationId)).filter((type) => type === 'milestone_started');
    expect(started).toHaveLength(begun.length > 0 ? 1 : 0);
    expect(await db.command.count({ where: { operationId } })).toBe(started.length);
    expect(status).toBe(begun.length > 0 ? 'pausing' : 'paused');
  }
});
