import { randomUUID } from 'node:crypto';
import { operationWorkflowId } from '@milepost/packages-core/contract/operation-workflow';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Rig } from '../../../../apps/worker/src/testing/rig';
import { waitUntil } from '../../../../apps/worker/src/testing/wait-until';
import { formFor, submitForm } from '../testing/operations';
import { insertServer } from '../testing/rows';
import { webProcess } from '../testing/web-process';
import type { WebProcess } from '../testing/web-process';

/** Nobody listens on this port of this machine. */
const UNREACHABLE = { address: '127.0.0.1', port: 9 };

let rig: Rig;
let web: WebProcess;
let away: WebProcess;
beforeAll(async () => {
  const databaseUrl = inject('databaseUrl');
  rig = await Rig.create();
  web = await webProcess({ databaseUrl, temporalAddress: inject('temporalAddress'), keys: rig.keys });
  away = await webProcess({ databaseUrl, keys: rig.keys });
});
afterAll(async () => {
  await web.close();
  await away.close();
  await rig.close();
});

const workflow = (operationId: string) => web.temporal.workflow.getHandle(operationWorkflowId(operationId));

describe('while no worker runs', () => {
  test('a submit starts the workflow at once, readable in the Temporal UI', async () => {
    const { id, name } = await insertServer(web.db);
    const form = await formFor(web, { serverId: id, packageId: 'nginx' });
    expect(await web.as('operator').packages.install(form)).toEqual({
      operationId: form.operationId,
      warning: null,
    });
    const described = await workflow(form.operationId).describe();
    expect(described.status.name).toBe('RUNNING');
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
      MilepostStatus: 'running', // it begins with its first milestone as soon as a worker takes it up
    });
  });

  test('twenty presses at once are one operation and one run', async () => {
    const { id } = await insertServer(web.db);
    const form = await formFor(web, { serverId: id });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => web.as('operator').packages.install(form)),
    );
    for (const answer of answers) expect(answer).toEqual({ operationId: form.operationId, warning: null });
    expect(await web.db.operation.count({ where: { serverId: id } })).toBe(1);
    const runs: string[] = [];
    const query = `WorkflowId = "${operationWorkflowId(form.operationId)}"`;
    await waitUntil('the run to be listed', async () => {
      runs.length = 0;
      for await (const run of web.temporal.workflow.list({ query })) runs.push(run.runId);
      return runs.length > 0;
    });
    expect(runs).toHaveLength(1);
  });

  test('a cancellation reaches Temporal at once, with who and why', async () => {
    const { id } = await insertServer(web.db);
    const operationId = await submitForm(web, await formFor(web, { serverId: id, packageId: 'nginx' }));
    await web.as('operator').operations.cancel({ operationId, reason: 'wrong server' });
    const { events } = await workflow(operationId).fetchHistory();
    const asked = events?.find((event) => event.workflowExecutionCancelRequestedEventAttributes);
    expect(asked?.workflowExecutionCancelRequestedEventAttributes).toMatchObject({
      cause: 'wrong server',
      identity: 'ada@example.com',
    });
  });

  test('the overview says that none does', async () => {
    const { engine } = await web.as('viewer').overview.get();
    expect(engine).toEqual({ reachable: true, workers: 0, foreignSince: null });
  });
});

describe('while a worker runs', () => {
  beforeAll(async () => {
    await rig.startWorker().ready;
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
      status: 'join_failed',
      pinnedHostKey: hostKey,
      ...UNREACHABLE,
    });
    const servers = web.as('operator').servers;
    await servers.tryAgain({ serverId: id, username: 'root', login: { password: 'secret' } });
    const failed = await waitUntil('the join to fail', async () => {
      const server = await servers.get({ serverId: id });
      return server.status === 'join_failed' && server;
    });
    expect(failed.problem).toContain('127.0.0.1');
  });

  test('a plan for a server that cannot be reached is shown unchecked', async () => {
    const { id } = await insertServer(web.db, UNREACHABLE);
    const preview = await web
      .as('viewer')
      .packages.preview({ serverId: id, packageId: 'nginx', kind: 'install', input: {} });
    expect(preview.possible).toBe(true);
    expect(preview.problem).toBeTruthy();
    expect(preview.milestones.flatMap(({ states }) => states).every(({ is }) => is === 'not_checked')).toBe(
      true,
    );
  });

  test('what was submitted with the engine away is started once, by the dispatcher', async () => {
    const { id } = await insertServer(web.db, UNREACHABLE);
    const form = await formFor(away, { serverId: id, packageId: 'nginx' });
    const { warning } = await away.as('operator').packages.install(form);
    expect(warning).toContain('unreachable');
    const opened = () => web.db.event.count({ where: { operationId: form.operationId, type: 'opened' } });
    await waitUntil('the workflow to open it', async () => (await opened()) > 0);
    expect(await opened()).toBe(1);
  });
});
