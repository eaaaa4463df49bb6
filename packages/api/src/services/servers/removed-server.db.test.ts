import { freeText } from '@milepost/contract/free-text';
import { randomUUID } from 'node:crypto';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { REDIS_PASSWORD, formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const as = () => web.as('operator');

/** A server on which Redis was installed and nginx failed. */
async function withHistory() {
  const server = await insertServer(web.db, { machineId: randomUUID() });
  const completed = await submitForm(web, await formFor(web, { serverId: server.id }));
  await drive(web.db, completed).complete();
  const failed = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
  const driven = drive(web.db, failed);
  await driven.open();
  await driven.prepare();
  await driven.run({ kind: 'failed', failure: freeText('No space left.') });
  const choice = { action: 'mark_failed', reason: null } as const;
  await as().operations.decide({ operationId: failed, point: 1, choice });
  await driven.close();
  return { server, completed, failed };
}

async function removed() {
  const history = await withHistory();
  const serverId = history.server.id;
  const form = await formFor(web, { serverId, kind: 'uninstall' });
  expect(await as().servers.remove({ serverId })).toEqual({ removed: true, remains: [] });
  return { ...history, form };
}

describe('a removed server', () => {
  test('keeps its history: its operations, their events and output can be read, and say that it was removed', async () => {
    const { server, completed, failed } = await removed();
    const { items } = await as().operations.list({ serverId: server.id });
    expect(items.map(({ id }) => id)).toEqual([failed, completed]);
    const operation = await as().operations.get({ operationId: completed });
    expect(operation).toMatchObject({
      title: `Install Redis on ${server.name}`,
      status: 'completed',
      server: { name: server.name, removed: true },
    });
    const events = await as().operations.events({ operationId: completed, after: 0 });
    expect(events.at(0)?.sentence).toContain('Install Redis');
    expect(await as().operations.output({ operationId: completed, after: 0 })).toBeDefined();
    expect(await as().servers.get({ serverId: server.id })).toMatchObject({
      status: 'removed',
      removed: { by: 'ada@example.com' },
      credentials: [],
      packages: [],
    });
  });

  test('is in no list, and needs no attention', async () => {
    const { server } = await removed();
    const { items } = await as().servers.list({ search: server.name });
    expect(items).toEqual([]);
    const { attention } = await as().overview.get();
    expect(attention.filter(({ title }) => title.includes(server.name))).toEqual([]);
  });

  test('gets no operations any more, and one that failed cannot be tried again', async () => {
    const { server, failed, form } = await removed();
    await expect(submitForm(web, form)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { actions, decisionPoint: point } = await as().operations.get({ operationId: failed });
    expect(actions).toMatchObject({ choices: [], deletion: null });
    const again = { operationId: failed, point, choice: { action: 'retry' } } as const;
    await expect(as().operations.decide(again)).rejects.toMatchObject({
      cause: { publicMessage: `${server.name} was removed: add it again first.` },
    });
    for (const call of [as().servers.retryEnrollment, as().servers.remove, as().servers.check])
      await expect(call({ serverId: server.id })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        cause: { publicMessage: `${server.name} was removed.` },
      });
  });

  test('gives its name and its machine ID free, and keeps no secret', async () => {
    const { server, completed } = await removed();
    await insertServer(web.db, { name: server.name });
    const row = await web.db.server.findUniqueOrThrow({ where: { id: server.id } });
    expect(row.machineId).toBe(null);
    const { sealedSecrets } = await web.db.operation.findUniqueOrThrow({ where: { id: completed } });
    expect(sealedSecrets).toBe(null);
    expect(JSON.stringify(await as().operations.get({ operationId: completed }))).not.toContain(
      REDIS_PASSWORD,
    );
    expect(await web.db.outbox.count({ where: { operationId: completed } })).toBe(0);
  });

  test('is removed once, and no operation gets between', async () => {
    const server = await insertServer(web.db);
    const form = await formFor(web, { serverId: server.id, packageId: 'nginx' });
    const [pressed, first] = await Promise.allSettled([
      submitForm(web, form),
      as().servers.remove({ serverId: server.id }),
    ]);
    expect([pressed.status, first.status].sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is removed, or what failed on it is tried again: one of the two', async () => {
    const { server, failed } = await withHistory();
    const { decisionPoint: point } = await as().operations.get({ operationId: failed });
    const again = { operationId: failed, point, choice: { action: 'retry' } } as const;
    const both = [as().operations.decide(again), as().servers.remove({ serverId: server.id })];
    const outcomes = (await Promise.allSettled<unknown>(both)).map(({ status }) => status);
    expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  });
});
