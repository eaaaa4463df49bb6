import { freeText } from '@milepost/contract/free-text';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import type { DatabaseError } from '../../errors';
import { operationFixtures } from '../../testing/operation-fixtures';
import { WEEK_MS, drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { finalizeOperation } from '../lifecycle/close-operation';
import { decide } from '../control/decide';
import { lockOperation, readLocked } from '../lock-operation';
import { readOperations } from '../views/read-operations';
import { rejectOperation } from '../lifecycle/finish-preparation';

const RETRY = { action: 'retry' } as const;

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, milestone, runningOperation, failed } = operationFixtures(db);

test('a milestone that failed ends the operation, and says why', async () => {
  const { operationId } = await failed();
  expect(await row(operationId)).toMatchObject({
    status: 'failed',
    conclusion: {
      code: 'milestone_failed',
      label: 'Writing configuration',
      failure: freeText('nginx -t said no.'),
    },
    decisionPoint: 1,
  });
  expect(await milestone(operationId, 2)).toMatchObject({
    status: 'failed',
    failure: freeText('nginx -t said no.'),
  });
});

test('“try again” goes on from the milestone that failed, under a fence and an attempt key of its own', async () => {
  const { operationId, driven } = await failed();
  const before = await row(operationId);
  await transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'grace', choice: RETRY }));
  const after = await row(operationId);
  expect(after).toMatchObject({
    status: 'queued',
    outcome: null,
    conclusion: null,
    endedAt: null,
    runId: null,
  });
  expect(after.fence).toBeGreaterThan(before.fence);
  const decision = await db.decision.findFirstOrThrow({ where: { operationId } });
  expect(after.attemptKey).toBe(`decision-${decision.id}`);
  await driven.open();
  expect(await driven.prepare()).toMatchObject({ type: 'run', milestone: 2, attemptKey: after.attemptKey });
  await driven.run({ kind: 'done', applied: 1 });
  await driven.run({ kind: 'done', applied: 1 });
  expect(await driven.close()).toBe('completed');
});

test('a closer that comes late does not end what was taken up again', async () => {
  const { operationId } = await failed();
  const read = await readLocked(db, operationId);
  await transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'grace', choice: RETRY }));
  const late = { operationId, read, stopped: null, unverifiedCommand: null, record: null };
  await expect(transaction(db, (tx) => finalizeOperation(tx, late))).rejects.toThrow('taken up again');
  expect(await row(operationId)).toMatchObject({ status: 'queued', outcome: null });
});

test('two simultaneous retries have one effect, and the second answer names the first person', async () => {
  const { operationId } = await failed();
  const answer = (by: string) =>
    transaction(db, (tx) => decide(tx, { operationId, point: 1, by, choice: RETRY }));
  const answers = await Promise.allSettled([answer('grace'), answer('ada')]);
  const refused = answers.filter((one) => one.status === 'rejected');
  const first = await db.decision.findFirstOrThrow({ where: { operationId } });
  expect(refused).toHaveLength(1);
  expect(refused[0]?.reason).toMatchObject({ problem: { code: 'already_decided', by: first.decidedBy } });
});

test('what came later on the server has the word: the old one can not be tried again', async () => {
  const { operationId, serverId } = await failed();
  await drive(db, await submitted(db, submission(serverId))).complete();
  await expect(
    transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'ada', choice: RETRY })),
  ).rejects.toMatchObject({ code: 'superseded' });
});

test('a retry and a new operation at the same time: one of them continues', async () => {
  for (let round = 0; round < 8; round++) {
    const { operationId, serverId } = await failed();
    const answers = await Promise.allSettled([
      submitted(db, submission(serverId)),
      transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'ada', choice: RETRY })),
    ]);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(['operation_open', 'superseded']).toContain((refused[0]?.reason as DatabaseError).code);
  }
});

test('an open operation is in the way even where clocks put it first', async () => {
  const { operationId, serverId } = await failed();
  const other = await submitted(db, submission(serverId));
  await db.operation.update({ where: { id: other }, data: { requestedAt: new Date(0) } });
  await expect(
    transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'ada', choice: RETRY })),
  ).rejects.toMatchObject({ code: 'superseded' });
});

test('a workflow that failed by itself can be tried again as often as it does', async () => {
  const { operationId, driven } = await runningOperation();
  for (const point of [1, 2]) {
    expect(await driven.close()).toBe('failed');
    expect((await row(operationId)).decisionPoint).toBe(point);
    await transaction(db, (tx) => decide(tx, { operationId, point, by: 'ada', choice: RETRY }));
  }
});

test('what failed before anything began leaves the installation as it was', async () => {
  const serverId = await insertServer(db);
  const first = await submitted(db, submission(serverId));
  const refuse = async (operationId: string): Promise<void> => {
    await drive(db, operationId).open();
    await transaction(db, async (tx) => {
      await rejectOperation(tx, {
        operation: await lockOperation(tx, operationId),
        obstacle: freeText('Apache is in the way.'),
        decisionTimeoutMs: WEEK_MS,
      });
    });
    expect(await drive(db, operationId).close()).toBe('failed');
  };
  await refuse(first);
  expect(await db.installation.findFirstOrThrow({ where: { serverId } })).toMatchObject({
    uninstalledAt: expect.any(Date) as Date,
  });
  await drive(db, await submitted(db, submission(serverId))).complete();
  await refuse(await submitted(db, submission(serverId)));
  expect(await db.installation.findFirstOrThrow({ where: { serverId, uninstalledAt: null } })).toMatchObject({
    status: 'active',
  });
});

test('a transient failure rests, then runs under an attempt key of its own, a bounded number of times', async () => {
  const { operationId, driven } = await runningOperation();
  const transient = {
    kind: 'transient',
    reason: 'the mirror answered 503',
    failure: freeText('No.'),
    of: 2,
  } as const;
  const next = await driven.run({ ...transient, ms: 60_000 });
  expect(next).toMatchObject({
    type: 'wait',
    title: { n: 1, of: 3, label: 'Installing nginx', retrying: true },
  });
  expect(next.type === 'wait' && next.ms).toBeGreaterThan(50_000);
  const [view] = await readOperations(db, [operationId]);
  expect(view?.notice).toMatchObject({
    kind: 'retrying',
    label: 'the mirror answered 503',
    attempt: 1,
    of: 2,
  });

  await db.operation.update({ where: { id: operationId }, data: { retryAt: new Date(0) } });
  expect(await driven.next()).toMatchObject({
    type: 'run',
    attemptKey: expect.stringMatching(/^transient-/) as string,
  });
  await driven.run({ ...transient, ms: 0 });
  expect(await driven.run({ ...transient, ms: 0 })).toMatchObject({
    type: 'wait',
    status: 'awaiting_decision',
  });
  expect(await milestone(operationId, 1)).toMatchObject({ status: 'failed', retries: 2, attempts: 3 });
});

const lost = { kind: 'lost', state: 2 } as const;

test.each([
  ['lost in a check: repeated', { ...lost, phase: 'check', idempotent: false } as const, []],
  [
    'lost in an apply that is idempotent: repeated',
    { ...lost, phase: 'apply', idempotent: true } as const,
    [],
  ],
  ['lost in an apply that is not: guarded', { ...lost, phase: 'apply', idempotent: false } as const, [2]],
])('%s', async (_, result, guarded) => {
  const { operationId, driven } = await runningOperation();
  expect(await driven.run(result)).toMatchObject({
    type: 'run',
    attemptKey: expect.stringMatching(/^lost-/) as string,
  });
  expect((await milestone(operationId, 1)).noReapplyStates).toEqual(guarded);
});

test('a supervisor that dies again and again is a failure', async () => {
  const { driven } = await runningOperation();
  const result = { ...lost, phase: 'check', idempotent: true } as const;
  for (let i = 0; i < 5; i++) expect(await driven.run(result)).toMatchObject({ type: 'run' });
  expect(await driven.run(result)).toMatchObject({ type: 'wait', status: 'awaiting_decision' });
});
