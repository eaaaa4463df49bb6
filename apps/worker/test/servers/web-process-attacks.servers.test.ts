import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '@milepost/lab/lab';
import { createDatabase, transaction } from '@milepost/db/client';
import { makeRequest } from '@milepost/db/requests/make-request';
import { roleUrl } from '@milepost/db/testing/role-url';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { createPlanCheck } from '@milepost/db/plan-checks/plan-check';
import type { ServerFacts } from '@milepost/contract/facts';
import type { InspectionRequest } from '@milepost/contract/inspection-workflow';
import type { Plan } from '@milepost/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { catalogPlan } from '../harness/catalog-plan';
import { command, ledgerState, milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import type { WorkerProcess } from '../harness/worker-process';
import { waitUntil } from '../harness/wait-until';

/**
 * Somebody who has taken the web process: its login to the database, its environment and Temporal's address, but not the worker's private
 * key. They want root on a server. Whatever they write, nothing of theirs may run there: the ledger stays empty. Some tests give them more
 * than that, the rights of the database's owner: the worker believes no row either way.
 */
const lab = openLab(inject('lab'));
const server = lab.server(1);
const [address, elsewhere] = inject('labServers');
if (!address || !elsewhere) throw new Error('two servers are needed');

/** With the login of the console. */
const web = createDatabase(roleUrl(inject('databaseUrl'), 'milepost_web'));
afterAll(() => web.$disconnect());

let harness: WorkerHarness;
let worker: WorkerProcess;
let serverId: string;
let facts: ServerFacts;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  worker = harness.startWorker();
  await worker.ready;
  ({ serverId, facts } = await harness.join(address));
});
afterAll(() => harness.close());
beforeEach(() => server.exec('rm -f /root/ledger*'));

const ledger = async (of = server): Promise<string> =>
  (await of.exec('cat /root/ledger* 2>/dev/null || :')).stdout.trim();

/** Every script of it writes to the ledger. */
function hostile(of: Plan): Plan {
  const evil = command('echo taken >>/root/ledger');
  return {
    ...of,
    record: { ...of.record, version: evil },
    milestones: of.milestones.map((one) => ({
      ...one,
      states: one.states.map((each) => ({
        ...each,
        ...{
          check: command(`${evil.script}; exit 1`),
          apply: evil,
          verify: evil,
          preview: evil,
          losses: evil,
        },
      })),
    })),
  };
}

const honest = () => catalogPlan({ packageId: 'nginx', kind: 'install', facts });

/** What the API does for a press of the button, with a plan of their own. */
async function submit(own: Plan, input: object = honest().publicInput): Promise<string> {
  const id = randomUUID();
  const milestones = own.milestones.map((one) => ({ ...one, states: one.states.length }));
  await transaction(web, (tx) =>
    submitOperation(tx, {
      ...{ id, kind: 'install', packageId: own.package, title: own.title, serverId },
      ...{ input, sealedSecrets: null, requestedBy: 'eve' },
      plan: { hash: planHash(own), milestones },
    }),
  );
  return id;
}

test('a plan of their own is not run: of a package in the catalog', async () => {
  const id = await submit(hostile(honest().plan));
  const waiting = await harness.awaitingDecision(id);
  expect(waiting).toMatchObject({ planMac: null, planHash: null });
  expect(await ledger()).toBe('');
  // Who accepts the other plan accepts that of the worker.
  const { decisionPoint: point } = waiting;
  const request = { kind: 'decide', operationId: id, point, choice: { action: 'accept_plan' } } as const;
  await makeRequest(web, { request, by: 'eve', expiresInMs: null });
  expect(await harness.ended(id, 120)).toMatchObject({
    ...{ status: 'completed', planHash: planHash(honest().plan) },
  });
  expect(await ledger()).toBe('');
}, 150_000);

test('a plan of their own is not run: of a package in no catalog', async () => {
  const id = await submit(plan([milestone('one', [ledgerState('taken')])], { package: 'unlisted' }), {});
  expect(await harness.ended(id)).toMatchObject({ status: 'failed', planMac: null });
  expect(await ledger()).toBe('');
});

test('milestones of their own are shown at most, and not run', async () => {
  const { plan: shown, publicInput } = honest();
  const id = randomUUID();
  const milestones = [{ id: 'x', label: '$(echo taken >>/root/ledger)', states: 99 }];
  await transaction(web, (tx) =>
    submitOperation(tx, {
      ...{ id, kind: 'install', packageId: 'nginx', title: '`echo taken >>/root/ledger`', serverId },
      ...{ input: publicInput, sealedSecrets: null, requestedBy: 'eve' },
      plan: { hash: planHash(shown), milestones },
    }),
  );
  expect(await harness.ended(id, 120)).toMatchObject({ status: 'completed', planHash: planHash(shown) });
  expect(await harness.db.milestone.count({ where: { operationId: id } })).toBe(shown.milestones.length);
  expect(await ledger()).toBe('');
}, 150_000);

test('nothing that the worker acts on can be written with the login of the console', async () => {
  const own = plan([milestone('one', [state('never', { check: 'exit 1', apply: 'exit 1' })])], {
    package: 'waits',
  });
  const id = await harness.submit({ serverId, plan: own });
  await harness.awaitingDecision(id);
  const before = await harness.db.operation.findUniqueOrThrow({ where: { id } });
  const servers = await harness.db.server.findMany();
  const evil = hostile(honest().plan);
  const [hash, body] = [planHash(evil), JSON.stringify(evil)];
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7n3aUVgOGZIXqfHAcnzVt1qRVo2QDR3dYdKp8tW4Pj';
  const attempts = [
    () =>
      web.$executeRaw`insert into plans (hash, format, body) values (${hash}, ${evil.format}, ${body}::jsonb)`,
    () => web.$executeRaw`update plans set body = ${body}::jsonb`,
    () => web.$executeRaw`insert into unsigned_operations (operation_id, plan_hash) values (${id}, ${hash})`,
    () =>
      web.$executeRaw`update operations set plan_hash = ${hash}, plan_mac = '', prepared = true, status = 'running' where id = ${id}`,
    () => web.$executeRaw`update operations set fence = fence + 1, attempt_key = 'mine' where id = ${id}`,
    () => web.$executeRaw`update milestones set status = 'pending' where operation_id = ${id}`,
    () =>
      web.$executeRaw`insert into milestones (operation_id, n, milestone_id, label) values (${id}, 2, 'two', 'Two')`,
    () =>
      web.$executeRaw`insert into decisions (id, operation_id, point, action, decided_by) values ('d', ${id}, 1, 'retry', 'eve')`,
    () => web.$executeRaw`insert into outbox (operation_id, kind) values (${id}, 'start')`,
    () => web.$executeRaw`update server_queues set holder = ${id}, blocked = null`,
    () => web.$executeRaw`update commands set spool_id = 'x'`,
    () =>
      web.$executeRaw`insert into outputs (operation_id, n, milestone, command_id, "offset", bytes) values (${id}, 1, 1, 'c', 0, '')`,
    () => web.$executeRaw`update servers set pinned_host_key = ${key} where id = ${serverId}`,
    () =>
      web.$executeRaw`update servers set address = ${elsewhere.host}, port = ${elsewhere.port} where id = ${serverId}`,
    () => web.$executeRaw`update credentials set server_id = ${serverId}`,
    () => web.$executeRaw`update installations set completed_secrets = '', status = 'active'`,
    () => web.$queryRaw`select sealed_private_key from credentials`,
    () => web.$executeRaw`delete from operations where id = ${id}`,
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: '42501' });

  const requests = [
    { kind: 'confirm_host_key', serverId, hostKey: key },
    { kind: 'await_confirmation', serverId, status: 'ready' },
    { kind: 'discard_server', serverId },
    { kind: 'resume', operationId: id },
    { kind: 'decide', operationId: id, point: 1, choice: { action: 'retry_from', milestone: 9 } },
    { kind: 'submit', operationId: id },
  ] as const;
  for (const request of requests) await makeRequest(web, { request, by: 'eve', expiresInMs: null });
  await waitUntil(
    'the answers',
    async () => (await harness.db.request.count({ where: { answeredAt: null } })) === 0,
  );
  expect(await harness.db.operation.findUniqueOrThrow({ where: { id } })).toEqual(before);
  expect(await harness.db.server.findMany()).toMatchObject(
    servers.map(({ address: host, port, status, pinnedHostKey }) => ({
      address: host,
      port,
      status,
      pinnedHostKey,
    })),
  );
  expect(await ledger()).toBe('');
  await harness.giveUp(id);
}, 90_000);

test('a plan of their own is not run: declared as prepared and running, with a signature that they made up', async () => {
  const own = plan([milestone('one', [ledgerState('taken')])], { package: 'unlisted-2' });
  const id = await submit(own, {});
  await harness.db.operation.update({
    where: { id },
    data: { prepared: true, status: 'running', planMac: Buffer.alloc(32, 7) },
  });
  await sleep(5_000);
  expect(await ledger()).toBe('');
  expect(await harness.operation(id)).not.toMatchObject({ status: 'completed' });
  await harness.db.operation.update({ where: { id }, data: { outcome: 'failed' } });
});

test('the checks of a plan of their own are not run for a preview', async () => {
  const own = hostile(honest().plan);
  const hash = planHash(own);
  const body = JSON.stringify(own);
  await harness.db.$executeRaw`
    insert into plans (hash, format, body) values (${hash}, ${own.format}, ${body}::jsonb) on conflict do nothing`;
  const id = randomUUID();
  const asked = { packageId: 'nginx', kind: 'install', input: honest().publicInput } as const;
  await createPlanCheck(harness.db, { id, serverId, ...asked, planHash: hash, sealedSecrets: null });
  expect(await harness.inspect({ kind: 'preview', checkId: id })).toMatchObject({ kind: 'refused' });
  // As it was asked before previews were compiled by the worker.
  const former = { kind: 'preview', serverId, planHash: hash } as unknown as InspectionRequest;
  expect(await harness.inspect(former).catch((error: unknown) => error)).not.toMatchObject({
    kind: 'preview',
  });
  expect(await ledger()).toBe('');
});

test('another body under the hash of an honest plan is not run: the worker runs its own', async () => {
  const { plan: shown, publicInput } = catalogPlan({ packageId: 'nginx', kind: 'install', facts });
  const body = JSON.stringify(hostile(shown));
  await harness.db.$executeRaw`
    insert into plans (hash, format, body) values (${planHash(shown)}, ${shown.format}, ${body}::jsonb)
    on conflict (hash) do update set body = excluded.body`;
  const id = await submit(shown, publicInput);
  expect(await harness.ended(id, 120)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toBe('');
}, 150_000);

test('the name of a spool in a row is not run by the server’s shell', async () => {
  const once = state('once', { check: '[ -e /root/done ]', apply: ': >/root/done' });
  await harness.strike('send'); // the intent is committed, nothing is sent
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [once])], { package: 'spool' }) });
  await waitUntil('the worker to be killed', () => harness.struck());
  await harness.db.command.updateMany({
    where: { operationId: id },
    data: { spoolId: 'x$(echo taken >>/root/ledger)', bootId: '$(echo taken >>/root/ledger)' },
  });
  worker = harness.startWorker();
  await worker.ready;
  await sleep(10_000);
  expect(await ledger()).toBe('');
  expect(await harness.operation(id)).not.toMatchObject({ status: 'completed' });
  await harness.db.operation.update({ where: { id }, data: { outcome: 'failed' } });
}, 90_000);

test('the secrets of an operation are not sent to another host', async () => {
  await worker.kill();
  const id = randomUUID();
  const stored = await harness.addServer(address);
  const telling = state('telling', { check: null, apply: 'cat "$MP_SECRETS" >>/root/ledger' });
  const states = [{ ...telling, apply: command(telling.apply.script, ['password']) }];
  const own = plan([milestone('one', states)], { package: 'secrets' });
  await harness.submit({ serverId: stored, id, plan: own, secrets: { password: 'Canary-1' } });
  // Between the submission, which sealed the password for one host, and its first command.
  const { host, port, hostKey: pinnedHostKey } = elsewhere;
  await harness.db.server.update({
    where: { id: stored },
    data: { address: host, port, pinnedHostKey },
  });
  worker = harness.startWorker();
  await worker.ready;
  const operation = await harness.awaitingDecision(id);
  expect(JSON.stringify(operation.conclusion)).not.toContain('Canary-1');
  expect(await ledger(lab.server(2))).toBe('');
}, 90_000);
