import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import { removeServer } from '../servers/retire-server';
import { applyRequests } from '../requests/apply-requests';
import type { AppliedRequest } from '../requests/apply-requests';
import { makeRequest } from '../requests/make-request';
import type { PersonRequest } from '../requests/request';
import { reopenOperation } from '../operations/lifecycle/reopen-operation';
import { lockOperation } from '../operations/lock-operation';
import { storePlan } from '../plans/stored-plan';
import { drive } from '../testing/drive';
import { roleUrl } from '../testing/role-url';
import { insertServer, submission, submitted } from '../testing/rows';
import { insertStackRun } from './insert-run';
import type { NewStackRun, NewStackStep } from './insert-run';

const url = inject('databaseUrl');
const db = createDatabase(url, { poolSize: 16 });
const asWeb = createDatabase(roleUrl(url, 'milepost_web'));
const asWorker = createDatabase(roleUrl(url, 'milepost_worker'));
afterAll(() => Promise.all([db, asWeb, asWorker].map((each) => each.$disconnect())));

const MILESTONES = submission('any').plan.milestones;

function step(packageId: string, other: Partial<NewStackStep> = {}): NewStackStep {
  return {
    ...{ packageId, title: `Install ${packageId}`, operationId: randomUUID(), input: { of: packageId } },
    plan: { hash: `plan-of-${packageId}`, milestones: MILESTONES },
    sealedSecrets: null,
    installation: { id: randomUUID(), key: '', title: null, parentId: null },
    ...other,
  };
}

async function asked(steps: NewStackStep[], serverId?: string): Promise<NewStackRun> {
  const run = {
    ...{ id: randomUUID(), name: 'Web server', serverId: serverId ?? (await insertServer(db)) },
    ...{ requestDigest: new Uint8Array([1]), requestedBy: 'ada', steps },
  };
  await transaction(asWeb, (tx) => insertStackRun(tx, run));
  return run;
}

async function work(): Promise<AppliedRequest[]> {
  const applied: AppliedRequest[] = [];
  await applyRequests(asWorker, (each) => applied.push(each));
  return applied;
}

const statusOf = async ({ id }: NewStackRun) =>
  (await db.stackRun.findUniqueOrThrow({ where: { id } })).status;
const stepsOf = async ({ id }: NewStackRun) =>
  (await db.stackRunStep.findMany({ where: { runId: id }, orderBy: { n: 'asc' } })).map(
    ({ status }) => status,
  );
const operationsOn = (serverId: string) =>
  db.operation.findMany({ where: { serverId }, orderBy: { requestedAt: 'asc' } });

/** As a worker pins the plan, so that the operation can be driven. */
async function pin(operationId: string): Promise<void> {
  const { packageId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  const hash = `plan-of-${packageId}`;
  const plan = { format: 1, package: packageId, kind: 'install', title: '', milestones: [] };
  await transaction(db, (tx) => storePlan(tx, { plan: plan as never, hash }));
  await db.operation.update({ where: { id: operationId }, data: { planHash: hash } });
  await db.milestone.createMany({
    data: MILESTONES.map(({ id, label, states }, index) => ({
      ...{ operationId, n: index + 1, milestoneId: id, label, states },
    })),
  });
}

async function complete(operationId: string): Promise<void> {
  await pin(operationId);
  expect(await drive(db, operationId).complete()).toBe('completed');
}

const failure = { kind: 'failed', failure: { code: 'text', text: 'No.' }, state: 1, exitCode: 1 } as const;

async function fail(operationId: string): Promise<void> {
  await pin(operationId);
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await driven.run({ ...failure, phase: 'apply' });
  expect(await driven.close()).toBe('failed');
}

const ask = async (request: PersonRequest) => {
  await makeRequest(asWeb, { request, by: 'bob', expiresInMs: null });
  return (await work()).find(({ kind }) => kind === request.kind);
};
const goOn = ({ serverId, id: runId }: NewStackRun, n: number, again = false) =>
  ask({ kind: 'continue_stack', serverId, runId, n, again });

describe('a run of a stack', () => {
  test('submits each operation once the one before has completed, and completes with the last', async () => {
    const steps = [step('nginx'), step('redis'), step('php-fpm')];
    const run = await asked(steps);
    expect(await operationsOn(run.serverId)).toEqual([]);
    for (const [index, { operationId }] of steps.entries()) {
      await work();
      const operations = await operationsOn(run.serverId);
      expect(operations.map(({ id }) => id)).toEqual(
        steps.slice(0, index + 1).map((each) => each.operationId),
      );
      expect(operations.at(-1)).toMatchObject({ status: 'queued', lastEvent: 1, requestedBy: 'ada' });
      await complete(operationId);
    }
    expect(await statusOf(run)).toBe('running');
    await work();
    expect(await statusOf(run)).toBe('completed');
    expect(await stepsOf(run)).toEqual(['completed', 'completed', 'completed']);
  });

  test('is begun once, however often it is submitted, and not with other content', async () => {
    const run = await asked([step('nginx')]);
    await transaction(asWeb, (tx) => insertStackRun(tx, run));
    const other = { ...run, requestDigest: new Uint8Array([2]) };
    await expect(transaction(asWeb, (tx) => insertStackRun(tx, other))).rejects.toMatchObject({
      code: 'stack_run_taken',
    });
    await work();
    expect(await operationsOn(run.serverId)).toHaveLength(1);
  });

  test('submits nothing twice, however many workers go on with it and however often they are asked', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    const again = { kind: 'advance_stack', serverId: run.serverId, runId: run.id } as const;
    for (let n = 0; n < 5; n++) await makeRequest(db, { request: again, by: 'ada', expiresInMs: null });
    await Promise.all(Array.from({ length: 4 }, () => work()));
    expect(await operationsOn(run.serverId)).toHaveLength(1);
    await complete(run.steps[0]!.operationId);
    for (let n = 0; n < 5; n++) await makeRequest(db, { request: again, by: 'ada', expiresInMs: null });
    await Promise.all(Array.from({ length: 4 }, () => work()));
    expect(await operationsOn(run.serverId)).toHaveLength(2);
    expect(await stepsOf(run)).toEqual(['completed', 'submitted']);
  });

  test('goes on after a crash between the end of an operation and the next one: the request came with the end', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    await complete(run.steps[0]!.operationId);
    const due = { serverId: run.serverId, answeredAt: null };
    expect(await db.request.findMany({ where: due })).toMatchObject([
      { kind: 'advance_stack', data: { runId: run.id }, requestedBy: 'ada' },
    ]);
    await work();
    expect(await stepsOf(run)).toEqual(['completed', 'submitted']);
  });

  test('rolls the request back with the end of the operation', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    const { operationId } = run.steps[0]!;
    await pin(operationId);
    const driven = drive(db, operationId);
    await driven.open();
    await driven.prepare();
    await db.$executeRaw`alter table requests add constraint no_more check (kind <> 'advance_stack') not valid`;
    await expect(driven.close()).rejects.toThrow(/no_more/);
    await db.$executeRaw`alter table requests drop constraint no_more`;
    expect(await db.operation.findUniqueOrThrow({ where: { id: operationId } })).toMatchObject({
      endedAt: null,
    });
    expect(await stepsOf(run)).toEqual(['submitted', 'waiting']);
  });

  test('skips what is installed with the same settings, and changes what has others or gets a new secret', async () => {
    const serverId = await insertServer(db);
    const first = await asked([step('nginx'), step('redis'), step('php-fpm')], serverId);
    for (const { operationId } of first.steps) {
      await work();
      await complete(operationId);
      const { installationId } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
      const { input } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
      await db.installation.update({
        where: { id: installationId },
        data: { completedInput: input as object },
      });
    }
    await work();
    const steps = [
      step('nginx'),
      step('redis', { sealedSecrets: new Uint8Array([7]) }),
      step('php-fpm', { input: { of: 'other' } }),
    ];
    const second = await asked(steps, serverId);
    await work();
    expect(await stepsOf(second)).toEqual(['skipped', 'submitted', 'waiting']);
    await complete(steps[1]!.operationId);
    await work();
    expect(await stepsOf(second)).toEqual(['skipped', 'completed', 'submitted']);
    expect(await db.installation.count({ where: { serverId } })).toBe(3);
  });

  test('gives secrets to the operation and keeps none itself', async () => {
    const sealedSecrets = new Uint8Array([1, 2, 3]);
    const run = await asked([step('nginx', { sealedSecrets }), step('redis', { sealedSecrets })]);
    await work();
    const rows = await db.stackRunStep.findMany({ where: { runId: run.id }, orderBy: { n: 'asc' } });
    expect(rows.map((row) => row.sealedSecrets && [...row.sealedSecrets])).toEqual([null, [1, 2, 3]]);
    const [operation] = await operationsOn(run.serverId);
    expect([...(operation?.sealedSecrets ?? [])]).toEqual([1, 2, 3]);
    await ask({ kind: 'end_stack', serverId: run.serverId, runId: run.id });
    expect(await db.stackRunStep.count({ where: { runId: run.id, sealedSecrets: { not: null } } })).toBe(0);
  });

  test('installs a child in the installation that an earlier step has made', async () => {
    const parent = step('postgresql');
    const child = step('postgresql-database', {
      installation: { id: randomUUID(), key: 'shop', title: 'shop', parentId: parent.installation.id },
    });
    const run = await asked([parent, child]);
    await work();
    await complete(parent.operationId);
    await work();
    const made = await db.operation.findUniqueOrThrow({
      ...{ where: { id: child.operationId }, include: { installation: true } },
    });
    expect(made.installation).toMatchObject({
      ...{ id: child.installation.id, parentId: parent.installation.id, key: 'shop', title: 'shop' },
    });
    expect(await stepsOf(run)).toEqual(['completed', 'submitted']);
  });
});

describe('a run of a stack whose step did not complete', () => {
  test('stops, and begins nothing before a person decides', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    await fail(run.steps[0]!.operationId);
    await work();
    expect(await statusOf(run)).toBe('stopped');
    expect(await stepsOf(run)).toEqual(['failed', 'waiting']);
    expect(await operationsOn(run.serverId)).toHaveLength(1);
  });

  test('continues with the rest', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    await fail(run.steps[0]!.operationId);
    await work();
    expect(await goOn(run, 2)).toMatchObject({ problem: { code: 'stack_moved_on' } });
    expect(await goOn(run, 1)).toMatchObject({ problem: null });
    expect(await stepsOf(run)).toEqual(['failed', 'submitted']);
    expect(await goOn(run, 1)).toMatchObject({ problem: { code: 'stack_moved_on' } });
    await complete(run.steps[1]!.operationId);
    await work();
    expect(await statusOf(run)).toBe('completed');
  });

  test('goes on by itself once the operation was retried and completed', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    const { operationId } = run.steps[0]!;
    await fail(operationId);
    await work();
    await transaction(db, async (tx) => {
      const operation = await lockOperation(tx, operationId);
      await reopenOperation(tx, { operation, attemptKey: 'decision-1' });
    });
    expect(await goOn(run, 1)).toMatchObject({ problem: { code: 'stack_moved_on' } });
    await drive(db, operationId).complete();
    await work();
    expect(await stepsOf(run)).toEqual(['completed', 'submitted']);
    expect(await statusOf(run)).toBe('running');
  });

  test('can be ended, and stays so', async () => {
    const run = await asked([step('nginx'), step('redis')]);
    await work();
    await ask({ kind: 'end_stack', serverId: run.serverId, runId: run.id });
    await complete(run.steps[0]!.operationId);
    await work();
    expect(await stepsOf(run)).toEqual(['completed', 'waiting']);
    expect(await db.stackRun.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({
      ...{ status: 'ended', endedBy: 'bob' },
    });
    expect(await goOn(run, 1)).toMatchObject({ problem: { code: 'stack_moved_on' } });
  });

  test('says why an operation could not be submitted, and tries again', async () => {
    const serverId = await insertServer(db);
    const inTheWay = await submitted(db, submission(serverId));
    const run = await asked([step('nginx'), step('redis')], serverId);
    await work();
    expect(await stepsOf(run)).toEqual(['rejected', 'waiting']);
    expect(await db.stackRunStep.findFirstOrThrow({ where: { runId: run.id, n: 1 } })).toMatchObject({
      problem: { code: 'operation_open', operationId: inTheWay },
    });
    await work();
    expect(await drive(db, inTheWay).complete()).toBe('completed');
    expect(await goOn(run, 1, true)).toMatchObject({ problem: null });
    expect(await stepsOf(run)).toEqual(['submitted', 'waiting']);
  });

  test('does not install a child without its parent', async () => {
    const parent = step('postgresql');
    const child = step('postgresql-database', {
      installation: { id: randomUUID(), key: 'shop', title: 'shop', parentId: randomUUID() },
    });
    const run = await asked([parent, child]);
    await work();
    await fail(parent.operationId);
    await work();
    await goOn(run, 1);
    expect(await db.stackRunStep.findFirstOrThrow({ where: { runId: run.id, n: 2 } })).toMatchObject({
      ...{ status: 'rejected', problem: { code: 'stack_parent_missing' } },
    });
    expect(await statusOf(run)).toBe('stopped');
  });

  test('ends with its server', async () => {
    const run = await asked([step('nginx'), step('redis', { sealedSecrets: new Uint8Array([1]) })]);
    await work();
    await fail(run.steps[0]!.operationId);
    await work();
    await transaction(db, (tx) => removeServer(tx, { serverId: run.serverId, by: 'ada' }));
    expect(await statusOf(run)).toBe('ended');
    expect(await db.stackRunStep.count({ where: { runId: run.id, sealedSecrets: { not: null } } })).toBe(0);
  });
});
