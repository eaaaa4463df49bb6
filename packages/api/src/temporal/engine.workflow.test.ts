import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { PlanPreview } from '../views/package-views';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WorkerHarness } from '../../../../apps/worker/test/harness/worker-harness';
import { waitUntil } from '../../../../apps/worker/test/harness/wait-until';
import { formFor, press } from '../testing/operations';
import { insertServer } from '../testing/rows';
import { startInspection } from './inspect';
import { EngineUnreachable } from './with-deadline';
import { webProcess } from '../testing/web-process';
import type { WebProcess } from '../testing/web-process';

/** Nobody listens on this port of this machine. */
const UNREACHABLE = { address: '127.0.0.1', port: 9 };

let harness: WorkerHarness;
let web: WebProcess;
beforeAll(async () => {
  const databaseUrl = inject('databaseUrl');
  harness = await WorkerHarness.create();
  web = await webProcess({ databaseUrl, temporalAddress: inject('temporalAddress'), keys: harness.keys });
});
afterAll(async () => {
  await web.close();
  await harness.close();
});

/** Its workflow, once the dispatcher has started it. */
const started = (operationId: string) =>
  waitUntil(`operation ${operationId} to be started`, () =>
    workflow(operationId)
      .then((handle) => handle.describe())
      .catch(() => false as const),
  );

const workflow = (operationId: string) => harness.workflow(operationId);

test('a preview is shown unchecked within three seconds where Temporal accepts connections and says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const options = { databaseUrl: inject('databaseUrl'), keys: harness.keys };
  const cut = await webProcess({ ...options, temporalAddress: `127.0.0.1:${port}` });
  const { id } = await insertServer(cut.db);
  const begun = Date.now();
  const preview = await cut.as('operator').packages.preview({ serverId: id, packageId: 'nginx', input: {} });
  expect(Date.now() - begun).toBeLessThan(3_000);
  expect(preview).toMatchObject({ checkedAt: null, possible: true });
  await cut.close();
  silent.close();
});

describe('while no worker runs', () => {
  test('a newer preview replaces the older one of the same person and server, and no other', async () => {
    const { id } = await insertServer(web.db);
    const other = await insertServer(web.db);
    const preview = (serverId: string) =>
      web.as('operator').packages.preview({ serverId, packageId: 'nginx', input: {} });
    const running = async (serverId: string): Promise<string[]> => {
      const query = `WorkflowType = 'inspection' and ExecutionStatus = 'Running'`;
      const found: string[] = [];
      for await (const { workflowId, runId } of web.temporal.workflow.list({ query }))
        if (workflowId.includes(serverId)) found.push(runId);
      return found;
    };
    const elsewhere = preview(other.id).catch((error: unknown) => error);
    const older = preview(id).catch((error: unknown) => error);
    const [first] = await waitUntil('the first to run', async () => {
      const runs = await running(id);
      return runs.length === 1 && runs;
    });
    const newer = preview(id).catch((error: unknown) => error);
    expect(await older).toMatchObject({ code: 'CONFLICT' });
    expect(await running(id)).not.toContain(first);
    expect(await newer).toMatchObject({ possible: true, checkedAt: null });
    expect(await elsewhere).toMatchObject({ possible: true });
  });

  test('an abandoned preview does not replace its successor', async () => {
    const workflowId = `inspect/preview/${randomUUID()}/ada`;
    const request = { kind: 'preview', checkId: randomUUID() } as const;
    const successor = await startInspection(web.temporal, workflowId, { request });
    const abandoned = startInspection(web.temporal, workflowId, { request, signal: AbortSignal.abort() });
    await expect(abandoned).rejects.toThrow(EngineUnreachable);
    expect((await successor.describe()).status.name).toBe('RUNNING');
    await successor.terminate();
  });

  test('a plan is shown unchecked after a few seconds, says that no worker runs, and leaves nothing behind', async () => {
    const { id, name } = await insertServer(web.db);
    const form = { serverId: id, packageId: 'nginx', input: {} } as const;
    const progress: (PlanPreview['progress'] | undefined)[] = [];
    let last: PlanPreview | undefined;
    for await (last of await web.as('operator').packages.followPreview(form)) progress.push(last.progress);
    expect(progress[0]).toMatchObject({ stage: 'waiting', done: 0 });
    expect(last).toMatchObject({
      ...{ checkedAt: null, progress: null, possible: true },
      problem: `No worker is running, so the plan cannot be checked against ${name}.`,
    });
    expect(await web.db.planCheck.count()).toBe(0);
  });

  test('the overview says that none does', async () => {
    const { engine } = await web.as('viewer').overview.get();
    expect(engine).toEqual({ reachable: true, workers: 0, unexpectedSince: null });
  });
});

describe('while a worker runs', () => {
  beforeAll(async () => {
    await harness.startWorker().ready;
  });

  test('the overview counts it, and not one that stopped or was killed', async () => {
    const workers = async () => (await web.as('viewer').overview.get()).engine.workers;
    await waitUntil('the first beat', async () => (await workers()) === 1);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const another = harness.startWorker();
      await another.ready;
      await waitUntil('two workers', async () => (await workers()) === 2);
      await another.kill(signal);
      await waitUntil(`one worker after ${signal}`, async () => (await workers()) === 1, 5);
    }
  });

  test('a server that cannot be reached gets one sentence, and nothing of it is stored', async () => {
    const id = randomUUID();
    const server = { id, name: 'nowhere', username: 'root', login: { password: 'secret' }, ...UNREACHABLE };
    const error = await web
      .as('operator')
      .servers.add(server)
      .catch((thrown: unknown) => thrown as { code: string; cause: { publicMessage: string } });
    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED' });
    const sentence = (error as { cause: { publicMessage: string } }).cause.publicMessage;
    expect(sentence).toContain('127.0.0.1');
    expect(sentence.match(/\.(\s|$)/g)?.length).toBeLessThanOrEqual(2);
    expect(await web.db.server.count({ where: { id } })).toBe(0);
    expect(await web.db.serverLogin.count({ where: { serverId: id } })).toBe(0);
  });

  test('a join that fails says so on the server’s row', async () => {
    const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7n3aUVgOGZIXqfHAcnzVt1qRVo2QDR3dYdKp8tW4Pj';
    const { id } = await insertServer(web.db, {
      status: 'enrollment_failed',
      pinnedHostKey: hostKey,
      ...UNREACHABLE,
    });
    const servers = web.as('operator').servers;
    await servers.retryEnrollment({ serverId: id, username: 'root', login: { password: 'secret' } });
    const failed = await waitUntil('the join to fail', async () => {
      const server = await servers.get({ serverId: id });
      return server.status === 'enrollment_failed' && server;
    });
    expect(failed.problem).toContain('127.0.0.1');
  });

  test('a submitted operation is started by the worker’s dispatcher, readable in the Temporal UI', async () => {
    const { id, name } = await insertServer(web.db, UNREACHABLE);
    const form = await formFor(web, { serverId: id, packageId: 'nginx' });
    expect(await web.as('operator').packages.install(form)).toEqual({ operationId: form.operationId });
    const described = await started(form.operationId);
    expect(described.status.name).toBe('RUNNING');
    expect(described.type).toBe('install');
    expect(described.workflowId).toBe(`install-nginx-${name}-${form.operationId.slice(0, 4)}`);
    expect(described.memo).toEqual({
      operation: form.operationId,
      console: `http://localhost:3000/operations/${form.operationId}`,
    });
    expect(await described.staticSummary()).toBe(`Install nginx on ${name}`);
    const attributes = Object.fromEntries(
      described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(attributes).toMatchObject({
      MilepostServer: name,
      MilepostPackage: 'nginx',
      MilepostKind: 'install',
      MilepostStatus: 'running', // it begins with its first milestone
    });
  });

  test('twenty presses at once are one operation and one run', async () => {
    const { id } = await insertServer(web.db, UNREACHABLE);
    const form = await formFor(web, { serverId: id });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => web.as('operator').packages.install(form)),
    );
    for (const answer of answers) expect(answer).toEqual({ operationId: form.operationId });
    expect(await web.db.operation.count({ where: { serverId: id } })).toBe(1);
    const runs: string[] = [];
    const query = `WorkflowId = "${(await started(form.operationId)).workflowId}"`;
    await waitUntil('the run to be listed', async () => {
      runs.length = 0;
      for await (const run of web.temporal.workflow.list({ query })) runs.push(run.runId);
      return runs.length > 0;
    });
    expect(runs).toHaveLength(1);
  });

  test('a cancellation reaches Temporal, with who and why', async () => {
    const { id } = await insertServer(web.db, UNREACHABLE);
    const { operationId } = await press(web, await formFor(web, { serverId: id, packageId: 'nginx' }));
    await started(operationId);
    await web.as('operator').operations.cancel({ operationId, reason: 'wrong server' });
    const asked = await waitUntil('the cancellation', async () => {
      const { events } = await (await workflow(operationId)).fetchHistory();
      return events?.find((event) => event.workflowExecutionCancelRequestedEventAttributes) ?? false;
    });
    expect(asked.workflowExecutionCancelRequestedEventAttributes).toMatchObject({
      cause: 'wrong server',
      identity: 'ada@example.com',
    });
  });

  test('a plan for a server that cannot be reached is shown unchecked', async () => {
    const { id } = await insertServer(web.db, UNREACHABLE);
    const preview = await web
      .as('operator')
      .packages.preview({ serverId: id, packageId: 'nginx', input: {} });
    expect(preview.possible).toBe(true);
    expect(preview.problem).toBeTruthy();
    expect(preview.milestones.flatMap(({ states }) => states).every(({ is }) => is === 'not_checked')).toBe(
      true,
    );
  });
});
