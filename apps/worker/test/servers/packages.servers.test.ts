import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import type { ServerFacts } from '@milepost/contract/facts';
import { secretEncodings } from '@milepost/packages-core/engine/output/secret-encodings';
import { catalogPlan } from '../harness/catalog-plan';
import { previewOn } from '../harness/plan-checks';
import { milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import type { WorkerProcess } from '../harness/worker-process';

let harness: WorkerHarness;
let worker: WorkerProcess;
let serverId: string;
let facts: ServerFacts;
const server = openLab(inject('lab')).server(1);

beforeAll(async () => {
  harness = await WorkerHarness.create();
  worker = harness.startWorker({ MILEPOST_LOG_LEVEL: 'debug' });
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  await worker.ready;
  ({ serverId, facts } = await harness.join(first));
});
afterAll(() => harness.close());

async function carriedOut(packageId: string, kind: 'install' | 'uninstall', input: object = {}) {
  const id = await harness.submit({ serverId, ...catalogPlan({ packageId, kind, input, facts }) });
  const operation = await harness.ended(id, 200);
  expect(operation.conclusion).toMatch(/^All \d+ milestones are done[.]$/);
  const milestones = await harness.db.milestone.findMany({ where: { operationId: id } });
  const installation = await harness.db.installation.findUniqueOrThrow({
    where: { id: operation.installationId },
  });
  return { id, applied: milestones.reduce((sum, { applied }) => sum + (applied ?? 0), 0), installation };
}

test('nginx: installed, found there, uninstalled, installed again', { timeout: 300_000 }, async () => {
  const installed = await carriedOut('nginx', 'install');
  expect(installed.applied).toBeGreaterThan(0);
  expect(installed.installation).toMatchObject({
    status: 'active',
    version: expect.stringMatching(/^\d+[.]/) as string,
  });
  expect((await server.exec('curl -fsS -o /dev/null -w "%{http_code}" http://127.0.0.1/')).stdout).toBe(
    '200',
  );

  expect((await carriedOut('nginx', 'install')).applied).toBe(0);

  const uninstalled = await carriedOut('nginx', 'uninstall');
  expect(uninstalled.installation.uninstalledAt).not.toBeNull();
  expect((await server.exec("dpkg-query -W -f '${db:Status-Status}' nginx")).stdout).not.toBe('installed');
  expect((await carriedOut('nginx', 'install')).applied).toBeGreaterThan(0);
});

test(
  'nginx: its configuration is kept by default, and what a purge would delete is named beforehand',
  { timeout: 300_000 },
  async () => {
    await carriedOut('nginx', 'install', { workerConnections: 1024 });
    await server.exec('echo "server { listen 8099; }" >"/etc/nginx/sites-enabled/two words"');
    await carriedOut('nginx', 'uninstall');
    const kept = 'grep worker_connections /etc/nginx/nginx.conf; ls /etc/nginx/sites-enabled';
    expect((await server.exec(kept)).stdout).toBe('\tworker_connections 1024;\ntwo words');
    await carriedOut('nginx', 'install', { workerConnections: 1024 });
    expect((await server.exec(kept)).stdout).toContain('two words');

    const preview = await previewOn(harness, {
      ...{ serverId, facts, packageId: 'nginx', kind: 'uninstall' },
      input: { removeData: true },
    });
    const states = preview.kind === 'preview' ? preview.milestones.flatMap((one) => one.states) : [];
    expect(states.find(({ losses }) => losses !== undefined)).toMatchObject({
      is: 'to_do',
      losses: ['/etc/nginx/sites-enabled/two words'],
    });
    await carriedOut('nginx', 'uninstall', { removeData: true });
    expect((await server.exec('ls -d /etc/nginx 2>&1')).stdout).toContain('No such file');
  },
);

describe('the password of Redis', () => {
  const password = `Canary-${randomUUID()}-"quoted"`;
  const forms = [...secretEncodings([password]), Buffer.from(Buffer.from(password).toString('hex'))].map(
    (form) => form.toString('latin1'),
  );
  const leaks = (where: string): string[] => forms.filter((form) => where.includes(form));
  let operationId: string;

  beforeAll(async () => {
    const wanted = { packageId: 'redis', kind: 'install', input: { password }, facts } as const;
    const { plan: pinned } = catalogPlan(wanted);
    const preview = await previewOn(harness, { ...wanted, serverId });
    expect(leaks(JSON.stringify(preview))).toEqual([]);
    expect(preview.kind === 'preview' && preview.milestones.map(({ id }) => id)).toEqual(
      pinned.milestones.map(({ id }) => id),
    );
    ({ id: operationId } = await carriedOut('redis', 'install', { password }));
  }, 300_000);

  test('works, as Redis knows it', async () => {
    const asked = await server.exec('cat >/tmp/asked; redis-cli </tmp/asked; rm /tmp/asked', {
      input: `AUTH ${JSON.stringify(password)}\nPING\n`,
    });
    expect(asked.stdout).toBe('OK\nPONG');
  });

  test('is in no row of any table', async () => {
    const tables = await harness.db.$queryRaw<{ name: string }[]>`
      select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`;
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const rows = await harness.db.$queryRawUnsafe<{ text: string }[]>(
        `select to_jsonb(t)::text as text from ${name} t`,
      );
      expect(leaks(rows.map(({ text }) => text).join('\n')), name).toEqual([]);
    }
  });

  test('is in no output, also where bytes are stored', async () => {
    const outputs = await harness.db.output.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
    expect(outputs.length).toBeGreaterThan(0);
    expect(leaks(Buffer.concat(outputs.map(({ bytes }) => bytes)).toString('latin1'))).toEqual([]);
  });

  test("is in no workflow's history", async () => {
    const seen: string[] = [];
    for await (const { workflowId, runId } of harness.engine.workflow.list()) {
      const history = await harness.engine.workflow.getHandle(workflowId, runId).fetchHistory();
      const payloads = JSON.stringify(history, (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      expect(leaks(payloads), workflowId).toEqual([]);
      seen.push(workflowId);
    }
    expect(seen).toContain((await harness.workflow(operationId)).workflowId);
  });

  test("is not in the worker's log", () => {
    expect(leaks(worker.log)).toEqual([]);
  });

  test('is masked byte for byte in the output of a command that prints it', async () => {
    const stored = `sed -n 's/^password //p' "$MP_SECRETS"`;
    const print = `${stored} | base64 -d; echo; ${stored}; echo after`;
    const leaky = state('leaky', { check: '[ -e /root/leaked ]', apply: `${print}; touch /root/leaked` });
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('leak', [leaky])]),
      secrets: { password },
    });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    const output = await harness.output(id, 1);
    expect(leaks(output)).toEqual([]);
    const base64 = Buffer.from(password).toString('base64');
    expect(Buffer.byteLength(output)).toBe(password.length + 1 + base64.length + 1 + 'after\n'.length);
    expect(output).toMatch(/\nafter\n$/);
  });

  test('is in no file on the server but its own configuration', async () => {
    const found = await server.exec(
      `grep -rlsF --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev -f - / || [ $? = 1 ]`,
      { input: `${forms.filter((form) => form.length > 20).join('\n')}\n`, timeout: 110_000 },
    );
    expect(found.stdout.split('\n').filter(Boolean)).toEqual(['/etc/redis/redis.conf']);
  });
});
