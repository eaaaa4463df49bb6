import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { readOperations } from '../operations/views/read-operations';
import { submitOperation } from '../operations/lifecycle/submit-operation';
import { operationFixtures } from '../testing/operation-fixtures';
import { insertServer, submission } from '../testing/rows';
import { applyRequests } from './apply-requests';
import type { AppliedRequest } from './apply-requests';
import { awaitAnswer } from './await-answer';
import { makeRequest } from './make-request';
import type { PersonRequest } from './request';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, eventTypes, runningOperation } = operationFixtures(db);

const ask = (request: PersonRequest, expiresInMs: number | null = null) =>
  makeRequest(db, { request, by: 'ada', expiresInMs });

async function apply(): Promise<AppliedRequest[]> {
  const applied: AppliedRequest[] = [];
  await applyRequests(db, (each) => applied.push(each));
  return applied;
}

/** One that waits for a decision at its second milestone. */
async function awaitingDecision() {
  const work = await runningOperation();
  await work.driven.run({ kind: 'done', applied: 2 });
  const failure = { code: 'text', text: 'It failed.' } as const;
  await work.driven.run({ kind: 'failed', failure, state: 1, phase: 'apply', exitCode: 1 });
  await apply();
  return work;
}

describe('a request', () => {
  test('changes nothing before a worker carries it out, and is shown until then', async () => {
    const { operationId } = await awaitingDecision();
    const id = await ask({ kind: 'decide', operationId, point: 1, choice: { action: 'retry' } });
    expect(await row(operationId)).toMatchObject({ status: 'awaiting_decision', attemptKey: 'first' });
    expect((await readOperations(db, [operationId]))[0]?.notice).toMatchObject({
      ...{ kind: 'requested', change: 'retry', by: 'ada', worker: false },
    });
    const waiting = awaitAnswer(db, id, { waitMs: 5_000, withoutWorkerMs: 5_000 });
    expect(await apply()).toMatchObject([{ kind: 'decide', operationId, problem: null }]);
    expect(await waiting).toEqual({ operations: null });
    expect(await row(operationId)).toMatchObject({ status: 'queued' });
    expect((await readOperations(db, [operationId]))[0]?.notice).toBeNull();
    expect(await eventTypes(operationId)).toContain('decided');
    expect(await apply()).toEqual([]);
  });

  test('is carried out once by any number of workers, and in the order of its operation', async () => {
    const { operationId } = await runningOperation();
    await apply();
    for (const kind of ['resume', 'resume', 'resume'] as const) {
      await ask({ kind: 'pause', operationId, resumeAt: null });
      await ask({ kind, operationId });
    }
    const workers = await Promise.all(Array.from({ length: 6 }, apply));
    const applied = [...workers.flat(), ...(await apply())];
    expect(applied.map(({ problem }) => problem)).toEqual(Array.from({ length: 6 }, () => null));
    expect((await eventTypes(operationId)).filter((type) => /pause_requested|resumed/.test(type))).toEqual([
      ...['pause_requested', 'resumed', 'pause_requested', 'resumed', 'pause_requested', 'resumed'],
    ]);
  });

  test('is answered with the reason where it is not possible', async () => {
    const { operationId } = await runningOperation();
    await apply();
    const id = await ask({ kind: 'resume', operationId });
    expect(await apply()).toMatchObject([{ problem: { code: 'not_resumable', operationId } }]);
    await expect(awaitAnswer(db, id, { waitMs: 0, withoutWorkerMs: 0 })).rejects.toMatchObject({
      code: 'not_resumable',
    });
    await expect(ask({ kind: 'resume', operationId: randomUUID() })).rejects.toMatchObject({
      code: 'operation_not_found',
    });
  });

  test('is not carried out after it has expired', async () => {
    const { operationId } = await runningOperation();
    await apply();
    await ask({ kind: 'cancel', operationId, reason: null }, -1);
    expect(await apply()).toMatchObject([{ problem: { code: 'request_expired' } }]);
    expect((await row(operationId)).cancelRequestedBy).toBeNull();
  });

  test('is rejected where somebody made it up, and holds up no other one', async () => {
    const { operationId } = await runningOperation();
    await apply();
    const made = { requestedBy: 'eve', operationId };
    await db.request.createMany({
      data: [
        { ...made, kind: 'run_this', data: { script: 'id' } },
        { ...made, kind: 'decide', point: 1, data: { choice: { action: 'retry_from', milestone: 'x' } } },
        { ...made, kind: 'submit' },
        { kind: 'cancel', requestedBy: 'eve' },
      ],
    });
    await ask({ kind: 'pause', operationId, resumeAt: null });
    const problems = (await apply()).map(({ kind, problem }) => [kind, problem?.code ?? null]);
    expect(Object.fromEntries(problems)).toEqual({
      ...{ run_this: 'request_failed', decide: 'request_failed', cancel: 'request_failed' },
      ...{ submit: null, pause: null },
    });
    expect((await eventTypes(operationId)).filter((type) => type === 'submitted')).toHaveLength(1);
    expect(await db.queueEntry.count({ where: { operationId } })).toBe(1);
  });
});

describe('a decision point', () => {
  test('has one answer: the second person is told who answered first, also before a worker has seen it', async () => {
    const { operationId } = await awaitingDecision();
    const choice = { action: 'skip', reason: 'not needed' } as const;
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => ask({ kind: 'decide', operationId, point: 1, choice })),
    );
    const rejected = answers.filter((answer) => answer.status === 'rejected');
    expect(rejected).toHaveLength(3);
    for (const { reason } of rejected)
      expect(reason).toMatchObject({ problem: { code: 'already_decided', by: 'ada', action: 'skip' } });
    const closing = { kind: 'close_undecided', operationId, point: 1, reason: 'cleaned up' } as const;
    await expect(ask(closing)).rejects.toMatchObject({ code: 'already_decided' });
  });

  test('can be answered again where the first answer was not possible', async () => {
    const { operationId } = await awaitingDecision();
    const decide = { kind: 'decide', operationId, point: 1 } as const;
    await ask({ ...decide, choice: { action: 'retry_from', milestone: 9 } });
    expect(await apply()).toMatchObject([{ problem: { code: 'decision_unavailable' } }]);
    await ask({ ...decide, choice: { action: 'retry' } });
    expect(await apply()).toMatchObject([{ problem: null }]);
  });
});

test('a submission that names the installation of another server is not accepted', async () => {
  const [own, other] = [submission(await insertServer(db)), submission(await insertServer(db))];
  for (const asked of [own, other]) await transaction(db, (tx) => submitOperation(tx, asked));
  const { installationId } = await row(other.id);
  await db.operation.update({ where: { id: other.id }, data: { status: 'failed' } });
  await db.operation.update({ where: { id: own.id }, data: { installationId } });
  const problems = (await apply()).map(({ operationId, problem }) => [operationId, problem?.code ?? null]);
  expect(Object.fromEntries(problems)).toMatchObject({ [own.id]: 'other_installation' });
  expect(await eventTypes(own.id)).toEqual([]);
});

test('a submission has its place in the queue when a worker has accepted it', async () => {
  const asked = submission(await insertServer(db));
  await transaction(db, (tx) => submitOperation(tx, asked));
  expect(await eventTypes(asked.id)).toEqual([]);
  expect(await db.queueEntry.count({ where: { operationId: asked.id } })).toBe(0);
  const [view] = await readOperations(db, [asked.id]);
  expect(view).toMatchObject({ status: 'queued', planHash: null, notice: null });
  expect(view?.milestones.map(({ label }) => label)).toEqual(asked.plan.milestones.map(({ label }) => label));
  expect(await apply()).toMatchObject([{ kind: 'submit', operationId: asked.id, problem: null }]);
  expect(await eventTypes(asked.id)).toEqual(['submitted']);
  expect(await db.serverQueue.findUnique({ where: { id: asked.serverId } })).toMatchObject({
    holder: asked.id,
  });
});
