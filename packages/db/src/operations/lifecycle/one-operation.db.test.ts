import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { operationFixtures } from '../../testing/operation-fixtures';
import { SPOOL, WEEK_MS, WORKER } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { beginMilestone } from '../milestones/begin-milestone';
import { finishMilestone } from '../milestones/finish-milestone';
import { acceptSubmission } from './accept-submission';
import { submitOperation } from './submit-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { milestone, eventTypes, runningOperation } = operationFixtures(db);

test('two presses at once are one operation', async () => {
  const asked = submission(await insertServer(db));
  const press = () => transaction(db, (tx) => submitOperation(tx, asked));
  const answers = await Promise.all([press(), press(), press(), press()]);
  expect(answers.filter(({ created }) => created)).toHaveLength(1);
  const stored = { operationId: asked.id };
  expect(await db.request.findMany({ where: stored })).toMatchObject([
    { kind: 'submit', requestedBy: 'ada' },
  ]);
  await transaction(db, (tx) => acceptSubmission(tx, { operationId: asked.id }));
  await transaction(db, (tx) => acceptSubmission(tx, { operationId: asked.id }));
  expect(await db.outbox.count({ where: stored })).toBe(1);
  expect(await eventTypes(asked.id)).toEqual(['submitted']);
  expect(await db.installation.count({ where: { serverId: asked.serverId } })).toBe(1);
});

test('only one of several operations on one server and package is accepted, and the others name it', async () => {
  const serverId = await insertServer(db);
  const all = Array.from({ length: 6 }, () => submission(serverId));
  const answers = await Promise.allSettled(
    all.map((asked) => transaction(db, (tx) => submitOperation(tx, asked))),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const accepted = await db.operation.findFirstOrThrow({ where: { serverId } });
  for (const answer of answers) {
    if (answer.status === 'rejected') {
      expect(answer.reason).toMatchObject({ problem: { code: 'operation_open', operationId: accepted.id } });
    }
  }
});

test('an id that was used for something else is refused', async () => {
  const asked = submission(await insertServer(db));
  await submitted(db, asked);
  const other = { ...asked, serverId: await insertServer(db) };
  await expect(submitted(db, other)).rejects.toMatchObject({ code: 'operation_id_taken' });
});

test('an id that was used for another request is refused, and the same request is the same operation', async () => {
  const asked = { ...submission(await insertServer(db)), requestDigest: Uint8Array.of(1, 2) };
  const press = (requestDigest: Uint8Array<ArrayBuffer> | null) =>
    transaction(db, (tx) => submitOperation(tx, { ...asked, requestDigest }));
  expect(await press(asked.requestDigest)).toEqual({ created: true });
  expect(await press(asked.requestDigest)).toEqual({ created: false });
  await expect(press(Uint8Array.of(1, 3))).rejects.toMatchObject({ code: 'operation_id_taken' });
});

test('an attempt with an outdated step begins nothing', async () => {
  const { operationId, driven } = await runningOperation();
  await driven.run({ kind: 'done', applied: 1 });
  const late = { operationId, milestone: 1, attemptKey: 'first', spool: SPOOL, workerId: WORKER };
  const begun = await transaction(db, (tx) => beginMilestone(tx, late));
  expect(begun).toEqual({
    type: 'answer',
    next: expect.objectContaining({ type: 'run', milestone: 2 }) as object,
  });
});

test('attempts join the same command, with the spool of the first intent', async () => {
  const { operationId, driven } = await runningOperation();
  const first = await driven.begin(1);
  const spool = { ...SPOOL, bootId: 'another' };
  const again = { operationId, milestone: 1, attemptKey: 'first', spool, workerId: WORKER };
  const begun = await transaction(db, (tx) => beginMilestone(tx, again));
  expect(begun).toMatchObject({ type: 'run', command: { id: first.id, spool: SPOOL } });
  expect(await milestone(operationId, 1)).toMatchObject({ status: 'running', attempts: 1 });
});

test('a result that is reported twice moves it once', async () => {
  const { operationId, driven } = await runningOperation();
  const { id: commandId } = await driven.begin(1);
  const finished = {
    ...{ operationId, milestone: 1, attemptKey: 'first', commandId, answer: { kind: 'done' } },
    result: { kind: 'done', applied: 2 } as const,
    decisionTimeoutMs: WEEK_MS,
  };
  const finish = () => transaction(db, (tx) => finishMilestone(tx, finished));
  const answers = await Promise.all([finish(), finish()]);
  expect(answers).toEqual([answers[0], answers[0]]);
  expect((await eventTypes(operationId)).filter((type) => type === 'milestone_done')).toHaveLength(1);
});
