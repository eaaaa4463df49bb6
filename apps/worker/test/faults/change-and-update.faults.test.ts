import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '@milepost/lab/lab';
import type { LabServer } from '@milepost/lab/server/server';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { PostgresInstance } from '../harness/postgres-instance';
import { TemporalInstance } from '../harness/temporal-instance';
import { waitUntil } from '../harness/wait-until';
import { changePlan, FLAG, PACKAGE, wordsOf } from './changes/change-plan';
import type { Course } from './changes/change-plan';
import { collect } from './checker/collect';
import { compare } from './checker/compare';
import { FaultScenario } from './fault-scenario';

/** Each fault strikes while a change runs on one server and an update on another. */
interface Side {
  kind: 'install' | 'update';
  server: LabServer;
  serverId: string;
}

let engine: TemporalInstance;
let postgres: PostgresInstance;
let stage: FaultScenario;
let sides: Side[];
let n = 0;

beforeAll(async () => {
  [engine, postgres] = await Promise.all([TemporalInstance.start(), PostgresInstance.start()]);
  stage = await FaultScenario.create('change-and-update', {
    ...{ temporalAddress: engine.address, databaseUrl: postgres.url },
  });
  const [, second] = inject('labServers');
  if (!second) throw new Error('two servers are needed');
  sides = [
    { kind: 'install', server: stage.server, serverId: stage.serverId },
    {
      kind: 'update',
      server: openLab(inject('lab')).server(2),
      serverId: await stage.harness.addServer(second),
    },
  ];
  await stage.worker.ready;
  for (const { serverId } of sides) {
    const { harness } = stage;
    const first = changePlan({
      ...{ kind: 'install', course: 'plain', parts: ['base', 'other'] },
      ...{ version: '1.0', configuration: { port: 8000 } },
    });
    const id = await harness.submit({ serverId, plan: first, input: { port: 8000 } });
    expect((await harness.ended(id)).status).toBe('completed');
  }
}, 120_000);
afterAll(async () => {
  await stage.close();
  await Promise.all([engine.close(), postgres.close()]);
});
beforeEach(async () => {
  n += 1;
  await everywhere((server) => server.exec(`rm -f ${FLAG}`));
  await stage.worker.ready;
});

const everywhere = (act: (server: LabServer) => Promise<unknown>) =>
  Promise.all(sides.map(({ server }) => act(server)));
const letGo = () => everywhere((server) => server.exec(`touch ${FLAG}`));
const installationOn = ({ serverId }: Side) =>
  stage.harness.db.installation.findFirstOrThrow({ where: { serverId, uninstalledAt: null } });

interface Running extends Side {
  id: string;
  parts: [string, string];
  before: Awaited<ReturnType<typeof installationOn>>;
}

const settings = () => ({ port: 8000 + n });
const newVersion = () => `1.${n}`;

/** Submits both; resolves once each has begun, or has failed. */
async function run(course: Course): Promise<Running[]> {
  return Promise.all(
    sides.map(async (side): Promise<Running> => {
      const { kind, serverId } = side;
      const { id: installationId, version } = await installationOn(side);
      const before = await stage.harness.db.installation.update({
        where: { id: installationId },
        data: { availableVersion: newVersion() },
      });
      const parts: Running['parts'] = course === 'reverted' ? ['base', 'other'] : [`one${n}`, `two${n}`];
      const id = randomUUID();
      const isChange = kind === 'install';
      const plan = changePlan({
        ...{ kind, course, parts, version: isChange ? (version ?? '') : newVersion() },
        configuration: isChange ? settings() : (before.configuration as Record<string, unknown>),
      });
      await stage.harness.submit({ id, serverId, plan, input: isChange ? settings() : {} });
      const running = { ...side, id, parts, before };
      await waitUntil(`${kind} to begin`, async () => (await words(running, 0)).includes('begun'));
      return running;
    }),
  );
}

async function words({ server, id, parts }: Running, which: 0 | 1): Promise<string[]> {
  const { stdout } = await server.exec(wordsOf(id, parts[which]));
  return stdout.split('\n').filter(Boolean);
}

/** Both completed, each part came about so, and the installation is what the operation makes of it. */
async function expectDone(operations: Running[], first: string[], seconds = 60): Promise<void> {
  for (const operation of operations) {
    const { id, kind, serverId, before } = operation;
    const isChange = kind === 'install';
    expect(await stage.harness.ended(id, seconds)).toMatchObject({
      ...{ status: 'completed', percentage: 100, notice: null },
    });
    expect(await words(operation, 0)).toEqual(first);
    expect(await words(operation, 1)).toEqual(['begun', 'ended']);
    expect(await stage.harness.db.installation.count({ where: { serverId } })).toBe(1);
    expect(await installationOn(operation)).toMatchObject({
      ...{ id: before.id, status: 'active', packageId: PACKAGE },
      version: isChange ? before.version : newVersion(),
      configuration: isChange ? settings() : before.configuration,
      completedInput: isChange ? settings() : before.completedInput,
      begunInput: isChange ? settings() : before.begunInput,
      availableVersion: isChange ? newVersion() : null,
    });
  }
}

const ONCE = ['begun', 'ended'];

test('a change and an update outlive a worker that is killed', async () => {
  const operations = await run('held');
  await stage.worker.kill();
  stage.startWorker();
  await letGo();
  await expectDone(operations, ONCE);
});

test('a change and an update outlive a worker that freezes, and nothing runs again when it wakes up', async () => {
  const operations = await run('held');
  const frozen = stage.worker;
  frozen.signal('SIGSTOP');
  stage.startWorker();
  await letGo();
  await expectDone(operations, ONCE, 150);
  frozen.signal('SIGCONT');
  await sleep(3_000);
  await frozen.kill('SIGTERM');
  await expectDone(operations, ONCE);
});

test('a change and an update outlive a link that is cut', async () => {
  const operations = await run('held');
  await everywhere((server) => server.cut());
  await letGo();
  await sleep(7_000); // until the silence is noticed
  await everywhere((server) => server.heal());
  await expectDone(operations, ONCE, 120);
});

test('a change and an update outlive a Temporal that is killed', async () => {
  const operations = await run('held');
  await engine.kill();
  await letGo();
  await sleep(3_000);
  await engine.start();
  await expectDone(operations, ONCE);
});

test('a change and an update outlive a PostgreSQL that is killed', async () => {
  const operations = await run('held');
  await postgres.kill();
  await letGo();
  await sleep(3_000);
  await postgres.start();
  await expectDone(operations, ONCE);
});

test('a change and an update outlive a server that loses power after the effect: it is not repeated', async () => {
  const operations = await run('settled');
  await everywhere(async (server) => {
    await server.exec('sync');
    await server.kill();
    await server.heal();
  });
  await letGo();
  await expectDone(operations, ['begun'], 120);
});

test('a change and an update whose supervisor is killed before the effect wait for a decision, and a retry completes them', async () => {
  const operations = await run('held');
  for (const { id } of operations) {
    const claimed = { operationId: id, claimedAt: { not: null } };
    await waitUntil('the claim', () => stage.harness.db.command.findFirst({ where: claimed }));
  }
  await everywhere((server) => server.exec("systemctl kill --signal=KILL 'milepost-*'"));
  for (const { id } of operations) await stage.harness.awaitingDecision(id);
  for (const side of operations) expect((await installationOn(side)).status).toBe('failed');
  await letGo();
  for (const { id } of operations) await stage.decide(id, { action: 'retry' });
  await expectDone(operations, ['begun', ...ONCE]);
});

test('a change and an update that wait for a decision outlive worker, Temporal and PostgreSQL, and are retried', async () => {
  const operations = await run('broken');
  for (const { id } of operations) await stage.harness.awaitingDecision(id);
  await stage.worker.kill();
  await Promise.all([engine.kill(), postgres.kill()]);
  await Promise.all([engine.start(), postgres.start()]);
  await stage.startWorker().ready;
  await letGo();
  for (const { id } of operations) await stage.decide(id, { action: 'retry' });
  await expectDone(operations, ['begun', 'failed', ...ONCE]);
});

test('a change and an update that are rolled back leave version and settings as they were, also where the worker is killed', async () => {
  const operations = await run('reverted');
  for (const { id } of operations) await stage.decide(id, { action: 'roll_back', reason: null });
  await stage.worker.kill();
  stage.startWorker();
  for (const operation of operations) {
    const { id, kind, before } = operation;
    expect(await stage.harness.ended(id)).toMatchObject({ status: 'canceled', notice: null });
    const { version, configuration, completedInput } = before;
    expect(await installationOn(operation)).toMatchObject({
      ...{ status: 'active', version, configuration, completedInput, begunInput: completedInput },
      availableVersion: kind === 'install' ? newVersion() : null,
    });
  }
});

test('console, Temporal and servers agree about every change and update of this file', async () => {
  const { db, engine: client } = stage.harness;
  const servers = sides.map(({ serverId: id, server }) => ({
    ...{ id, name: server.hostname, exec: (command: string) => server.exec(command) },
  }));
  const found = () => collect({ db, engine: client, servers });
  await waitUntil('them to agree', async () => compare(await found()).length === 0).catch(() => undefined);
  const facts = await found();
  expect(compare(facts)).toEqual([]);
  expect(facts.operations).toHaveLength(2 * n);
  expect(facts.servers.map(({ ledger }) => ledger.length > 3 * n)).toEqual([true, true]);
});
