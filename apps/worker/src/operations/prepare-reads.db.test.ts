import { createDatabase, transaction } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/control/decide';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { advanceSnapshot } from '@milepost/db/operations/read-next-step';
import { storeObservations } from '@milepost/db/plans/observations';
import { WEEK_MS, drive } from '@milepost/db/testing/drive';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';
import type { ServerFacts } from '@milepost/contract/facts';
import type { StateObservations } from '@milepost/contract/observed-states';
import { UNSEEN_PLAN } from '@milepost/contract/stack';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import { createPlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { catalogPlan } from '../../test/harness/catalog-plan';
import { observationsHash } from '../plans/observed-states';
import { createPlanReader } from '../plans/read-plan';
import type { ServerReadings, WantedReadings } from '../plans/server-readings';
import { prepareIfNext, rejectUnreadable } from './prepare-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 1 });
afterAll(() => db.$disconnect());

const keys = await generateSealingKeys();
const signer = createPlanSigner(keys.privateKey);
const facts: ServerFacts = {
  ...{ os: 'debian', version: '12', codename: 'bookworm', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
  ...{ arch: 'amd64', kernel: '6.1', cpus: 2, memory: 2 ** 31, disk: { total: 2 ** 34, free: 2 ** 33 } },
  ...{ machineId: 'machine', systemd: true },
};

async function submit(packageId: string, shownObservations: string | null = null): Promise<string> {
  const serverId = await insertServer(db);
  await db.server.update({ where: { id: serverId }, data: { facts: { ...facts } } });
  const { plan, publicInput } = catalogPlan({
    ...{ packageId, kind: 'install', facts },
    input: packageId === 'redis' ? { password: 'correct-horse-battery' } : {},
  });
  const milestones = plan.milestones.map(({ id, label, states }) => ({ id, label, states: states.length }));
  const asked = {
    ...submission(serverId, { packageId }),
    input: publicInput,
    shownObservations,
  };
  const id = await submitted(db, {
    ...asked,
    plan: { hash: planHash(plan), milestones, format: plan.format, body: plan },
  });
  await db.milestone.deleteMany({ where: { operationId: id } });
  await db.operation.update({ where: { id }, data: { planHash: null } });
  return id;
}

async function prepare(operationId: string, readings: ServerReadings = {}) {
  await drive(db, operationId).open();
  return transaction(db, async (tx) => {
    const snapshot = await advanceSnapshot(tx, await lockOperation(tx, operationId));
    const readPlan = createPlanReader(db, signer);
    return prepareIfNext(tx, {
      ...snapshot,
      ...keys,
      readPlan,
      signer,
      decisionTimeoutMs: WEEK_MS,
      readings,
    });
  });
}

const operation = (id: string) => db.operation.findUniqueOrThrow({ where: { id } });

/** What preparing wants first, of this kind. */
async function wanted<K extends WantedReadings['kind']>(id: string, kind: K, readings?: ServerReadings) {
  const prepared = await prepare(id, readings);
  if (prepared.wanted?.kind !== kind) throw new Error(`It does not want ${kind}`);
  return prepared.wanted as Extract<WantedReadings, { kind: K }>;
}

describe('an operation whose package discovers something on the server', () => {
  test('is not prepared before that was read, and then with what was read', async () => {
    const id = await submit('redis');
    const { reads } = await wanted(id, 'facts');
    expect(reads.map(({ key }) => key)).toEqual(['discovered.places']);
    expect(await operation(id)).toMatchObject({ planHash: null, prepared: false });
    const { next } = (await prepare(id, {
      facts: { reads, outputs: { 'discovered.places': '/srv\n' } },
    })) as {
      next: unknown;
    };
    // The test has no secret for it: whatever else is against it, the plan is compiled.
    expect(next).toMatchObject({ type: 'close' });
    expect(await operation(id)).toMatchObject({
      conclusion: { obstacle: { problem: { code: 'secrets_missing' } } },
    });
  });

  test('is not prepared with what was read for something else', async () => {
    const id = await submit('redis');
    const { reads } = await wanted(id, 'facts');
    const other = reads.map((read) => ({ ...read, command: 'echo other' }));
    const again = await wanted(id, 'facts', { facts: { reads: other, outputs: {} } });
    expect(again.reads).toEqual(reads);
  });

  test('ends with the reason where the server cannot be read at all', async () => {
    const id = await submit('redis');
    await drive(db, id).open();
    const problem = { code: 'host_key_changed', host: '192.0.2.1' } as const;
    await transaction(db, async (tx) => {
      const snapshot = await advanceSnapshot(tx, await lockOperation(tx, id));
      await rejectUnreadable(tx, { ...snapshot, problem, decisionTimeoutMs: WEEK_MS });
    });
    expect(await operation(id)).toMatchObject({
      outcome: 'failed',
      conclusion: { code: 'obstructed', obstacle: { code: 'server_problem', problem } },
    });
  });
});

describe('an operation whose preview observed the server', () => {
  const observed = (to: string): StateObservations[] => [
    {
      ...{ milestone: 'install', state: 'installed_nginx' },
      observations: [{ kind: 'package', name: 'nginx', from: null, to, downloadBytes: 1 }],
    },
  ];
  const shown = observationsHash(observed('1.22'));
  const store = (states: StateObservations[]) =>
    storeObservations(db, { observed: states, hash: observationsHash(states) });

  test('is prepared once the same was observed again', async () => {
    const id = await submit('nginx', shown);
    const { plan, planHash: hash } = await wanted(id, 'observations');
    expect(plan.package).toBe('nginx');
    const prepared = await prepare(id, { observed: { planHash: hash, states: observed('1.22') } });
    expect(prepared).toMatchObject({ wanted: null, next: { type: 'run', milestone: 1 } });
  });

  test('waits for a decision where a package has another candidate, and runs once that is accepted', async () => {
    await store(observed('1.22'));
    const id = await submit('nginx', shown);
    const { planHash: hash } = await wanted(id, 'observations');
    const changed = { observed: { planHash: hash, states: observed('1.24') } };
    expect(await prepare(id, changed)).toMatchObject({ next: { type: 'wait', status: 'awaiting_decision' } });
    const { decisionPoint: point, conclusion, planHash: stored } = await operation(id);
    // Not before everything is as it was shown, or accepted.
    expect(stored).toBe(null);
    expect(conclusion).toEqual({ code: 'server_changed', observations: observationsHash(observed('1.24')) });
    await transaction(db, (tx) =>
      decide(tx, { operationId: id, point, by: 'ada', choice: { action: 'accept_plan' } }),
    );
    // Observed again: it may have changed once more.
    await wanted(id, 'observations');
    expect(await prepare(id, changed)).toMatchObject({ next: { type: 'run', milestone: 1 } });
  });

  test('is not read again where everything was in place, or nobody looked', async () => {
    for (const nothing of [observationsHash([]), null])
      expect(await prepare(await submit('nginx', nothing))).toMatchObject({ next: { type: 'run' } });
  });

  test('is prepared where one of the two could not be observed', async () => {
    const untold: StateObservations[] = [
      { milestone: 'install', state: 'installed_nginx', observations: null },
    ];
    await store(untold);
    for (const [before, now] of [
      [untold, observed('1.24')],
      [observed('1.22'), untold],
    ] as const) {
      await store([...before]);
      const id = await submit('nginx', observationsHash(before));
      const { planHash: hash } = await wanted(id, 'observations');
      const prepared = await prepare(id, { observed: { planHash: hash, states: [...now] } });
      expect(prepared).toMatchObject({ wanted: null, next: { type: 'run' } });
    }
  });
});

test('an installation with a parent that its package does not live in is not prepared', async () => {
  const id = await submit('nginx');
  const { serverId, installationId } = await operation(id);
  const parent = await db.installation.create({ data: { serverId, packageId: 'redis' } });
  await db.installation.update({ where: { id: installationId }, data: { parentId: parent.id } });
  await prepare(id);
  expect(await operation(id)).toMatchObject({
    conclusion: { obstacle: { problem: { code: 'settings_invalid' } } },
  });
});

describe('an operation whose plan nobody can have seen, because it depends on earlier steps of a stack', () => {
  const unseen = async (packageId: string, settings: object = {}) => {
    const id = await submit(packageId);
    const input = { ...((await operation(id)).input as object), ...settings };
    await db.operation.update({ where: { id }, data: { shownHash: UNSEEN_PLAN, input } });
    return id;
  };

  test('runs what the worker compiles', async () => {
    const id = await unseen('nginx');
    await prepare(id);
    const { plan } = catalogPlan({ packageId: 'nginx', kind: 'install', facts });
    expect(await operation(id)).toMatchObject({ prepared: true, planHash: planHash(plan) });
  });

  test('waits for a person where data that is in use would no longer be read', async () => {
    const id = await unseen('redis', { persistence: 'replace' });
    const { reads } = await wanted(id, 'facts');
    await prepare(id, { facts: { reads, outputs: { 'discovered.places': '/srv\n' } } });
    expect(await operation(id)).toMatchObject({
      ...{ status: 'awaiting_decision', prepared: false, planHash: null },
      conclusion: { code: 'plan_changed' },
    });
  });
});
