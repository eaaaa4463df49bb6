import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import type { DatabaseError } from '../errors';
import { SPOOL, WEEK_MS, drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { appendOutput } from './append-output';
import { askCancel } from './ask-cancel';
import { beginMilestone } from './begin-milestone';
import { beginClosing, endOperation } from './close-operation';
import { decide } from './decide';
import { finishMilestone } from './finish-milestone';
import { lockOperation } from './lock-operation';
import { readEvents } from './read-events';
import { readOperations } from './read-operations';
import { recordMark } from './record-run';
import { refuseOperation } from './settle-preparation';
import { submitOperation } from './submit-operation';

const RETRY = { action: 'retry' } as const;

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const row = (id: string) => db.operation.findUniqueOrThrow({ where: { id } });
const milestone = (operationId: string, n: number) =>
  db.milestone.findUniqueOrThrow({ where: { operationId_n: { operationId, n } } });
const tell = async (operationId: string): Promise<string[]> =>
  (await readEvents(db, { operationId, after: 0 })).map(({ type }) => type);

async function atWork(other = {}) {
  const serverId = await insertServer(db);
  const operationId = await submitted(db, submission(serverId, other));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  return { serverId, operationId, driven };
}

async function failed() {
  const work = await atWork();
  await work.driven.run({ kind: 'done', applied: 2 });
  await work.driven.run({
    kind: 'failed',
    sentence: 'nginx -t said no.',
    state: 1,
    phase: 'verify',
    exitCode: 1,
  });
  await work.driven.close();
  return work;
}

describe('from submit to completed', () => {
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

  test('secrets are forgotten when it can not be tried again', async () => {
    const serverId = await insertServer(db);
    const sealedSecrets = new Uint8Array([1, 2, 3]);
    const operationId = await submitted(db, submission(serverId, { sealedSecrets }));
    expect((await row(operationId)).sealedSecrets).toEqual(sealedSecrets);
    await drive(db, operationId).complete();
    expect((await row(operationId)).sealedSecrets).toBeNull();
  });
});

describe('one operation', () => {
  test('two presses at once are one operation', async () => {
    const asked = submission(await insertServer(db));
    const press = () => transaction(db, (tx) => submitOperation(tx, asked));
    const answers = await Promise.all([press(), press(), press(), press()]);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await db.outbox.count({ where: { operationId: asked.id } })).toBe(1);
    expect(await db.installation.count({ where: { serverId: asked.serverId } })).toBe(1);
  });

  test('of different operations on one server and package, one is accepted and the others are told of it', async () => {
    const serverId = await insertServer(db);
    const all = Array.from({ length: 6 }, () => submission(serverId));
    const answers = await Promise.allSettled(
      all.map((asked) => transaction(db, (tx) => submitOperation(tx, asked))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const accepted = await db.operation.findFirstOrThrow({ where: { serverId } });
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        expect(answer.reason).toMatchObject({ code: 'operation_open', fields: { operationId: accepted.id } });
      }
    }
  });

  test('an id that was used for something else is refused', async () => {
    const asked = submission(await insertServer(db));
    await submitted(db, asked);
    const other = { ...asked, serverId: await insertServer(db) };
    await expect(submitted(db, other)).rejects.toMatchObject({ code: 'operation_id_taken' });
  });

  test('an attempt that was told something old begins nothing', async () => {
    const { operationId, driven } = await atWork();
    await driven.run({ kind: 'done', applied: 1 });
    const late = { operationId, milestone: 1, epoch: 'first', spool: SPOOL };
    const begun = await transaction(db, (tx) => beginMilestone(tx, late));
    expect(begun).toEqual({
      do: 'answer',
      next: expect.objectContaining({ do: 'run', milestone: 2 }) as object,
    });
  });

  test('attempts join the same command, with the spool of the first intent', async () => {
    const { operationId, driven } = await atWork();
    const first = await driven.begin(1);
    const again = { operationId, milestone: 1, epoch: 'first', spool: { ...SPOOL, bootId: 'another' } };
    const begun = await transaction(db, (tx) => beginMilestone(tx, again));
    expect(begun).toMatchObject({ do: 'run', command: { id: first.id, spool: SPOOL } });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'running', attempts: 1 });
  });

  test('a result told twice moves it once', async () => {
    const { operationId, driven } = await atWork();
    const { id: commandId } = await driven.begin(1);
    const finished = {
      ...{ operationId, milestone: 1, epoch: 'first', commandId, answer: { kind: 'done' } },
      result: { kind: 'done', applied: 2 } as const,
      decideWithinMs: WEEK_MS,
    };
    const finish = () => transaction(db, (tx) => finishMilestone(tx, finished));
    const answers = await Promise.all([finish(), finish()]);
    expect(answers).toEqual([answers[0], answers[0]]);
    expect((await tell(operationId)).filter((type) => type === 'milestone_done')).toHaveLength(1);
  });
});

describe('failing', () => {
  test('a milestone that failed ends the operation, and says why', async () => {
    const { operationId } = await failed();
    expect(await row(operationId)).toMatchObject({
      status: 'failed',
      conclusion: 'Writing configuration: nginx -t said no.',
      decisionPoint: 1,
    });
    expect(await milestone(operationId, 2)).toMatchObject({ status: 'failed', failure: 'nginx -t said no.' });
  });

  test('“try again” goes on from the milestone that failed, under a fence and an epoch of its own', async () => {
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
    expect(after.epoch).toBe(`decision-${decision.id}`);
    await driven.open();
    expect(await driven.prepare()).toMatchObject({ do: 'run', milestone: 2, epoch: after.epoch });
    await driven.run({ kind: 'done', applied: 1 });
    await driven.run({ kind: 'done', applied: 1 });
    expect(await driven.close()).toBe('completed');
  });

  test('of two who try again at once, the second is told who was first', async () => {
    const { operationId } = await failed();
    const answer = (by: string) =>
      transaction(db, (tx) => decide(tx, { operationId, point: 1, by, choice: RETRY }));
    const answers = await Promise.allSettled([answer('grace'), answer('ada')]);
    const refused = answers.filter((one) => one.status === 'rejected');
    const first = await db.decision.findFirstOrThrow({ where: { operationId } });
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'already_decided', fields: { by: first.decidedBy } });
  });

  test('what came later on the server has the word: the old one can not be tried again', async () => {
    const { operationId, serverId } = await failed();
    await drive(db, await submitted(db, submission(serverId))).complete();
    await expect(
      transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'ada', choice: RETRY })),
    ).rejects.toMatchObject({ code: 'superseded' });
  });

  test('one that is tried again while a new one is submitted: one of them goes on', async () => {
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
    const { operationId, driven } = await atWork();
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
        await refuseOperation(tx, {
          operation: await lockOperation(tx, operationId),
          sentence: 'Apache is in the way.',
          decideWithinMs: WEEK_MS,
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
    expect(
      await db.installation.findFirstOrThrow({ where: { serverId, uninstalledAt: null } }),
    ).toMatchObject({
      status: 'active',
    });
  });

  test('a transient failure rests, then runs under an epoch of its own, a bounded number of times', async () => {
    const { operationId, driven } = await atWork();
    const transient = {
      kind: 'transient',
      reason: 'the mirror answered 503',
      sentence: 'No.',
      of: 2,
    } as const;
    const next = await driven.run({ ...transient, ms: 60_000 });
    expect(next).toMatchObject({ do: 'wait', title: '1/3 Installing nginx: trying again' });
    expect(next.do === 'wait' && next.ms).toBeGreaterThan(50_000);
    const [view] = await readOperations(db, [operationId]);
    expect(view?.notice).toMatchObject({
      kind: 'retrying',
      label: 'the mirror answered 503',
      attempt: 1,
      of: 2,
    });

    await db.operation.update({ where: { id: operationId }, data: { retryAt: new Date(0) } });
    expect(await driven.next()).toMatchObject({
      do: 'run',
      epoch: expect.stringMatching(/^transient-/) as string,
    });
    await driven.run({ ...transient, ms: 0 });
    expect(await driven.run({ ...transient, ms: 0 })).toMatchObject({ do: 'wait', status: 'deciding' });
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'failed', retries: 2, attempts: 3 });
  });

  const lost = { kind: 'lost', state: 2 } as const;

  test.each([
    ['lost in a check: repeated', { ...lost, phase: 'check', repeatable: false } as const, []],
    [
      'lost in an apply that is repeatable: repeated',
      { ...lost, phase: 'apply', repeatable: true } as const,
      [],
    ],
    ['lost in an apply that is not: guarded', { ...lost, phase: 'apply', repeatable: false } as const, [2]],
  ])('%s', async (_, result, guarded) => {
    const { operationId, driven } = await atWork();
    expect(await driven.run(result)).toMatchObject({
      do: 'run',
      epoch: expect.stringMatching(/^lost-/) as string,
    });
    expect((await milestone(operationId, 1)).guarded).toEqual(guarded);
  });

  test('a supervisor that dies again and again is a failure', async () => {
    const { driven } = await atWork();
    const result = { ...lost, phase: 'check', repeatable: true } as const;
    for (let i = 0; i < 5; i++) expect(await driven.run(result)).toMatchObject({ do: 'run' });
    expect(await driven.run(result)).toMatchObject({ do: 'wait', status: 'deciding' });
  });
});

describe('cancelling', () => {
  test('says who and why, raises the fence, posts one cancellation', async () => {
    const { operationId } = await atWork();
    const { fence } = await row(operationId);
    const ask = () =>
      transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: 'wrong server' }));
    await Promise.all([ask(), ask()]);
    expect(await row(operationId)).toMatchObject({
      status: 'cancelling',
      fence: fence + 1,
      cancelAskedBy: 'ada',
    });
    expect(await db.outbox.count({ where: { operationId, kind: 'cancel' } })).toBe(1);
    expect(await drive(db, operationId).next()).toMatchObject({ do: 'wait', status: 'cancelling' });
  });

  test('a milestone that ends meanwhile moves nothing on, and the close says what was stopped', async () => {
    const { operationId, serverId, driven } = await atWork();
    const { id: commandId } = await driven.begin(1);
    await transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }));
    const answer = { kind: 'failed' };
    const result = { kind: 'failed', sentence: 'Terminated.' } as const;
    const finished = {
      operationId,
      milestone: 1,
      epoch: 'first',
      commandId,
      answer,
      result,
      decideWithinMs: WEEK_MS,
    };
    expect(await transaction(db, (tx) => finishMilestone(tx, finished))).toMatchObject({ do: 'wait' });
    await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled: null }));
    const closed = { operationId, stopped: 'stopped clean', unproven: null, record: null };
    expect(await transaction(db, (tx) => endOperation(tx, closed))).toBe('cancelled');
    expect((await row(operationId)).conclusion).toBe('Cancelled by ada: stopped clean.');
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'failed' });
    expect(await db.installation.findFirstOrThrow({ where: { serverId } })).toMatchObject({
      status: 'failed',
    });
  });

  test('one that comes from the workflow engine alone is written down as well', async () => {
    const { operationId } = await atWork();
    const cancelled = { by: 'temporal-cli', reason: 'from the command line' };
    await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled }));
    expect(await row(operationId)).toMatchObject({
      cancelAskedBy: 'temporal-cli',
      cancelReason: cancelled.reason,
    });
    await expect(
      transaction(db, (tx) => askCancel(tx, { operationId: randomUUID(), by: 'ada', reason: null })),
    ).rejects.toMatchObject({ code: 'operation_not_found' });
  });
});

describe('all at once', () => {
  test('output, marks, events, a cancellation and the end neither deadlock nor lose anything', async () => {
    const { operationId, driven } = await atWork();
    const { id: commandId } = await driven.begin(1);
    const each = async (work: (nth: number) => Promise<unknown>): Promise<void> => {
      for (let nth = 0; nth < 20; nth++) await work(nth);
    };
    const bytes = new Uint8Array(1000);
    const answer = { kind: 'done' };
    await Promise.all([
      each((nth) => appendOutput(db, { operationId, commandId, milestone: 1, offset: nth * 1000, bytes })),
      each((nth) => appendOutput(db, { operationId, commandId, milestone: 1, offset: nth * 1000, bytes })),
      each((nth) =>
        recordMark(db, { operationId, milestone: 1, commandId, count: nth + 1, state: 1, phase: 'check' }),
      ),
      each(() => transaction(db, (tx) => askCancel(tx, { operationId, by: 'ada', reason: null }))),
      each(() =>
        transaction(db, (tx) =>
          finishMilestone(tx, {
            ...{ operationId, milestone: 1, epoch: 'first', commandId, answer },
            result: { kind: 'done', applied: 1 },
            decideWithinMs: WEEK_MS,
          }),
        ),
      ),
    ]);
    const command = await db.command.findUniqueOrThrow({ where: { id: commandId } });
    expect(command.nextOffset).toBe(20_000n);
    expect(await db.output.count({ where: { operationId } })).toBe(20);
    expect(await tell(operationId)).toHaveLength((await row(operationId)).lastEvent);
    expect(await milestone(operationId, 1)).toMatchObject({ status: 'done' });
    expect(await driven.close()).toBe('cancelled');
  });
});

describe('progress', () => {
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
});
