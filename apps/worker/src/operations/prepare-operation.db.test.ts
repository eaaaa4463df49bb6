import { createDatabase, transaction } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/control/decide';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { recordPlanSignature, signListedOperations } from '@milepost/db/operations/lifecycle/plan-signature';
import { acceptSubmission } from '@milepost/db/operations/lifecycle/accept-submission';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { advanceSnapshot } from '@milepost/db/operations/read-next-step';
import { WEEK_MS, drive } from '@milepost/db/testing/drive';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';
import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan } from '@milepost/contract/plan';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import { createPlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { catalogPlan } from '../../test/harness/catalog-plan';
import { createPlanReader } from '../plans/read-plan';
import type { ServerReadings } from '../plans/server-readings';
import { prepareIfNext } from './prepare-operation';

// One connection: whoever asked for a second within a transaction would wait for himself.
const db = createDatabase(inject('databaseUrl'), { poolSize: 1 });
afterAll(() => db.$disconnect());

const keys = await generateSealingKeys();
const signer = createPlanSigner(keys.privateKey);
const facts: ServerFacts = {
  ...{ os: 'debian', version: '12', codename: 'bookworm', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
  ...{ arch: 'amd64', kernel: '6.1', cpus: 2, memory: 2 ** 31, disk: { total: 2 ** 34, free: 2 ** 33 } },
  ...{ machineId: 'machine', systemd: true },
};

interface Stored {
  plan: Plan;
  packageId?: string;
  input?: object;
  /** As it is stored, where that is not the plan. */
  body?: object;
  hash?: string;
  milestones?: { id: string; label: string; states: number }[];
}

/** An operation as somebody with the rights of the console can write it. */
async function store({ plan, packageId = 'nginx', input = {}, ...other }: Stored): Promise<string> {
  const serverId = await insertServer(db);
  await db.server.update({ where: { id: serverId }, data: { facts: { ...facts } } });
  const milestones = plan.milestones.map(({ id, label, states }) => ({ id, label, states: states.length }));
  const { format } = plan;
  const stored = { hash: other.hash ?? planHash(plan), format, body: other.body ?? plan };
  return submitted(db, {
    ...submission(serverId, { packageId }),
    ...{ input, plan: { ...stored, milestones: other.milestones ?? milestones } },
  });
}

/** One that was submitted with this plan on the screen, and that no worker has compiled yet. */
async function submitShown(plan: Plan): Promise<string> {
  const id = await store({ plan, input: shown.publicInput });
  await db.milestone.deleteMany({ where: { operationId: id } });
  await db.operation.update({ where: { id }, data: { planHash: null } });
  return id;
}

/** What comes next once a worker has opened it. Each time with a reader that knows no plan yet. */
async function prepare(operationId: string, readings: ServerReadings = {}) {
  await drive(db, operationId).open();
  const next = await transaction(db, async (tx) => {
    const standing = await advanceSnapshot(tx, await lockOperation(tx, operationId));
    const readPlan = createPlanReader(db, signer);
    const needed = { ...keys, readPlan, signer, decisionTimeoutMs: WEEK_MS, readings };
    const prepared = await prepareIfNext(tx, { ...standing, ...needed });
    if (prepared.wanted !== null) throw new Error(`It wants ${prepared.wanted.kind}`);
    return prepared.next;
  });
  const operation = await db.operation.findUniqueOrThrow({
    where: { id: operationId },
    include: { plan: true },
  });
  return { next, operation };
}

async function sign(operationId: string): Promise<void> {
  const { serverId, planHash: hash } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  if (hash === null) throw new Error('It has no plan');
  const mac = signer.sign({ operationId, serverId, planHash: hash });
  await transaction(db, (tx) => recordPlanSignature(tx, { operationId, mac }));
}

const shown = catalogPlan({ packageId: 'nginx', kind: 'install', facts });
const evil: Plan = {
  ...shown.plan,
  milestones: shown.plan.milestones.map((milestone) => ({
    ...milestone,
    states: milestone.states.map((state) => ({
      ...state,
      apply: { ...state.apply, script: 'id >/tmp/canary' },
    })),
  })),
};

describe('an operation that no worker has compiled yet', () => {
  test('runs the plan that was shown, once the worker has compiled the same', async () => {
    const id = await store({ plan: shown.plan, input: shown.publicInput });
    const { next, operation } = await prepare(id);
    expect(next).toMatchObject({ type: 'run', milestone: 1 });
    expect(operation.prepared).toBe(true);
    const ref = { operationId: id, serverId: operation.serverId, planHash: operation.planHash ?? '' };
    expect(signer.isSigned(ref, operation.planMac)).toBe(true);
  });

  test('gets its plan and its milestones when the worker has compiled the plan that was shown', async () => {
    const serverId = await insertServer(db);
    await db.server.update({ where: { id: serverId }, data: { facts: { ...facts } } });
    const hash = planHash(shown.plan);
    const milestones = [{ id: 'made_up', label: 'Made up', states: 9 }];
    const asked = submission(serverId, { packageId: 'nginx', input: shown.publicInput });
    await transaction(db, (tx) => submitOperation(tx, { ...asked, plan: { hash, milestones } }));
    await transaction(db, (tx) => acceptSubmission(tx, { operationId: asked.id }));
    const { next, operation } = await prepare(asked.id);
    expect(next).toMatchObject({ type: 'run', milestone: 1 });
    expect(operation).toMatchObject({ planHash: hash, shownHash: hash, plan: { format: PLAN_FORMAT } });
    expect(
      await db.milestone.findMany({ where: { operationId: asked.id }, orderBy: { n: 'asc' } }),
    ).toMatchObject(
      shown.plan.milestones.map(({ id, label, states }) => ({
        milestoneId: id,
        label,
        states: states.length,
        status: 'pending',
      })),
    );
  });

  test('runs the worker’s plan where another body was stored under its hash', async () => {
    const id = await store({ plan: shown.plan, input: shown.publicInput, body: evil });
    await db.plan.update({
      where: { hash: planHash(shown.plan) },
      data: { body: JSON.parse(JSON.stringify(evil)) as object },
    });
    const { next, operation } = await prepare(id);
    expect(next).toMatchObject({ type: 'run' });
    expect(JSON.stringify(operation.plan?.body)).not.toContain('canary');
  });

  test.each<[string, () => Stored, PlanProblem]>([
    [
      'a stored plan that is not the one of its settings',
      () => ({ plan: evil, input: shown.publicInput }),
      { code: 'plan_untrusted' },
    ],
    [
      'a package that is in no catalog',
      () => ({ plan: evil, packageId: 'unlisted' }),
      { code: 'package_unknown', packageId: 'unlisted' },
    ],
    [
      'settings that do not fit the package',
      () => ({ plan: shown.plan, input: { port: 'x' } }),
      { code: 'settings_invalid', package: 'nginx' },
    ],
    [
      'milestones that are not those of its plan',
      () => ({
        ...{ plan: shown.plan, input: shown.publicInput },
        milestones: [{ id: 'other', label: 'Other', states: 1 }],
      }),
      { code: 'plan_untrusted' },
    ],
  ])('fails with the reason, and nothing of it begins: %s', async (_what, stored, problem) => {
    const { operation } = await prepare(await store(stored()));
    expect(operation).toMatchObject({ prepared: false, outcome: 'failed', planMac: null });
    expect(operation.conclusion).toEqual({ code: 'obstructed', obstacle: { code: 'plan', problem } });
  });
});

describe('an operation whose plan is no longer the one that was shown', () => {
  const decision = async (id: string, choice: RequestedDecision) => {
    const { decisionPoint: point } = await db.operation.findUniqueOrThrow({ where: { id } });
    await transaction(db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
  };

  test('waits for a decision with both plans, and nothing of it begins', async () => {
    const id = await submitShown(evil);
    const { next, operation } = await prepare(id);
    expect(next).toMatchObject({ type: 'wait', status: 'awaiting_decision' });
    expect(operation).toMatchObject({ prepared: false, outcome: null, planMac: null });
    expect(operation.conclusion).toEqual({ code: 'plan_changed', planHash: planHash(shown.plan) });
    expect(await db.plan.count({ where: { hash: planHash(shown.plan) } })).toBe(1);
    expect(await db.queueEntry.findUnique({ where: { operationId: id } })).toMatchObject({ waiting: false });
    const { status } = await db.installation.findUniqueOrThrow({ where: { id: operation.installationId } });
    expect(status).toBe('pending');
  });

  test('runs the new one once a person has accepted it', async () => {
    const id = await submitShown(evil);
    await prepare(id);
    await decision(id, { action: 'accept_plan' });
    const { next, operation } = await prepare(id);
    expect(next).toMatchObject({ type: 'run', milestone: 1 });
    expect(operation).toMatchObject({ prepared: true, planHash: planHash(shown.plan), conclusion: null });
    expect(JSON.stringify(operation.plan?.body)).not.toContain('canary');
  });

  test('offers nothing else but to end it', async () => {
    const id = await submitShown(evil);
    await prepare(id);
    await expect(decision(id, { action: 'retry' })).rejects.toMatchObject({ code: 'decision_unavailable' });
    await decision(id, { action: 'mark_failed', reason: null });
    expect(await db.operation.findUnique({ where: { id } })).toMatchObject({ outcome: 'failed' });
  });
});

describe('an operation with a signed plan', () => {
  test.each([1, PLAN_FORMAT])('runs it although it is in no catalog (format %s)', async (format) => {
    const id = await store({
      plan: { ...evil, format: format as typeof PLAN_FORMAT },
      packageId: `unlisted-${format}`,
    });
    await sign(id);
    const { next, operation } = await prepare(id);
    expect(next).toMatchObject({ type: 'run', milestone: 1 });
    expect(operation.prepared).toBe(true);
  });

  test('fails with the reason where the plan is of an unknown format', async () => {
    const format = (PLAN_FORMAT + 98) as typeof PLAN_FORMAT;
    const id = await store({ plan: { ...evil, format }, packageId: 'unlisted-format' });
    await sign(id);
    const { operation } = await prepare(id);
    expect(operation).toMatchObject({ prepared: false });
    expect(operation.conclusion).toEqual({
      code: 'obstructed',
      obstacle: { code: 'unknown_plan_format', format: PLAN_FORMAT + 98 },
    });
  });

  test('fails where the signature is another operation’s', async () => {
    const signed = await store({ plan: evil, packageId: 'unlisted-a' });
    await sign(signed);
    const { planMac } = await db.operation.findUniqueOrThrow({ where: { id: signed } });
    const id = await store({ plan: evil, packageId: 'unlisted-b' });
    await db.operation.update({ where: { id }, data: { planMac } });
    const { operation } = await prepare(id);
    expect(operation).toMatchObject({ prepared: false, outcome: 'failed' });
    expect(operation.conclusion).toMatchObject({ obstacle: { problem: { code: 'plan_untrusted' } } });
  });

  test('fails where its plan was changed after it was signed', async () => {
    const harmless = { ...evil, title: 'Signed' };
    const id = await store({ plan: harmless, packageId: 'unlisted-c' });
    await sign(id);
    const body = JSON.parse(JSON.stringify({ ...harmless, title: 'Changed' })) as object;
    await db.plan.update({ where: { hash: planHash(harmless) }, data: { body } });
    const { operation } = await prepare(id);
    expect(operation).toMatchObject({ prepared: false, outcome: 'failed' });
  });
});

describe('an operation that an upgrade found without a signature', () => {
  const list = async (operationId: string): Promise<void> => {
    const { planHash: hash } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
    if (hash === null) throw new Error('It has no plan');
    await db.unsignedOperation.create({ data: { operationId, planHash: hash } });
  };
  const signListed = () =>
    transaction(db, (tx) =>
      signListedOperations(tx, { sign: (plan) => signer.sign(plan), hashOf: planHash }),
    );

  test('is signed once, also where an earlier upgrade has rewritten its plan', async () => {
    const plain = await store({ plan: { ...evil, title: 'Plain' }, packageId: 'unlisted-d' });
    const rewritten = await store({
      ...{ plan: { ...evil, title: 'Rewritten' }, packageId: 'unlisted-e', hash: 'its former hash' },
    });
    await list(plain);
    await list(rewritten);
    expect(await signListed()).toBe(2);
    expect(await signListed()).toBe(0);
    for (const id of [plain, rewritten])
      expect((await prepare(id)).next).toMatchObject({ type: 'run', milestone: 1 });
  });

  test('is not signed where it has another plan than the one that was listed', async () => {
    const id = await store({ plan: { ...evil, title: 'Listed' }, packageId: 'unlisted-f' });
    await list(id);
    const other = await store({ plan: { ...evil, title: 'Other' }, packageId: 'unlisted-g' });
    const { planHash: hash } = await db.operation.findUniqueOrThrow({ where: { id: other } });
    await db.operation.update({ where: { id }, data: { planHash: hash } });
    expect(await signListed()).toBe(0);
    expect((await prepare(id)).operation).toMatchObject({ prepared: false, outcome: 'failed' });
  });
});
