import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { SPOOL, WORKER } from '../../testing/drive';
import { concurrentChanges } from '../../testing/interference';
import { beginMilestone } from './begin-milestone';
import type { BeginResult } from './begin-milestone';
import { pauseOperation } from '../control/pause-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, eventTypes, runningOperation } = operationFixtures(db);

const begin = (operationId: string, spool = SPOOL): Promise<BeginResult> =>
  transaction(db, (tx) =>
    beginMilestone(tx, { operationId, milestone: 1, attemptKey: 'first', spool, workerId: WORKER }),
  );

/** What the rows hold of an operation's first milestone. */
async function firstOf(operationId: string) {
  const events = (await eventTypes(operationId)).filter((type) => type.startsWith('milestone_'));
  const commands = await db.command.findMany({ where: { operationId } });
  return { events, commands, milestone: await milestone(operationId, 1) };
}

test('beginning a milestone commits its command before anything is sent', async () => {
  const { operationId } = await runningOperation();
  const begun = await begin(operationId);
  expect(begun).toMatchObject({
    type: 'run',
    command: { key: 'install_software.first', spool: SPOOL, claimed: false, nextOffset: 0, marks: 0 },
  });
  expect(await firstOf(operationId)).toMatchObject({
    ...{ commands: [{ spoolId: SPOOL.id }], events: ['milestone_started'] },
    milestone: { status: 'running', attempts: 1 },
  });
});

test('a second attempt joins the command of the first, with its spool', async () => {
  const { operationId } = await runningOperation();
  const first = await begin(operationId);
  const second = await begin(operationId, { ...SPOOL, bootId: 'another' });
  if (first.type !== 'run' || second.type !== 'run') throw new Error('The milestone did not begin');
  expect(second.command).toEqual(first.command);
  expect((await eventTypes(operationId)).filter((type) => type === 'milestone_started')).toHaveLength(1);
});

test.each(concurrentChanges(db))('after $what the milestone does not begin', async ({ apply, next }) => {
  const work = await runningOperation();
  await apply(work);
  const before = await firstOf(work.operationId);
  expect(await begin(work.operationId)).toMatchObject({ type: 'answer', next });
  expect(await firstOf(work.operationId)).toEqual(before);
});

test('a run that took the operation up before gives the command its fence', async () => {
  const { operationId, driven } = await runningOperation();
  await driven.open();
  const { fence } = await row(operationId);
  expect(await begin(operationId)).toMatchObject({ command: { fence } });
});

test('attempts that begin a milestone at the same moment get one command, or none after a pause', async () => {
  for (let round = 0; round < 10; round++) {
    const { operationId } = await runningOperation();
    const pause = { operationId, by: 'ada', resumeAt: null };
    const attempts = Array.from({ length: 4 }, () => begin(operationId));
    const paused = transaction(db, (tx) => pauseOperation(tx, pause));
    const begun = (await Promise.all(attempts)).flatMap((one) => (one.type === 'run' ? [one] : []));
    await paused;
    const { lastEvent, status } = await row(operationId);
    expect(await db.event.count({ where: { operationId } })).toBe(lastEvent);
    expect(new Set(begun.map(({ command }) => command.id)).size).toBe(begun.length > 0 ? 1 : 0);
    const started = (await eventTypes(operationId)).filter((type) => type === 'milestone_started');
    expect(started).toHaveLength(begun.length > 0 ? 1 : 0);
    expect(await db.command.count({ where: { operationId } })).toBe(started.length);
    expect(status).toBe(begun.length > 0 ? 'pausing' : 'paused');
  }
});
