import { freeText } from '@milepost/contract/free-text';
import { randomUUID } from 'node:crypto';
import { appendOutput } from '@milepost/db/operations/output/append-output';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import { decideOperation } from './control/decide';

const RETRY = { action: 'retry' } as const;

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

/** A submitted install of nginx on a server of its own, as its activities would drive it. */
async function operation(packageId = 'nginx') {
  const server = await insertServer(web.db);
  const operationId = await submitForm(web, await formFor(web, { serverId: server.id, packageId }));
  return { server, operationId, activities: drive(web.db, operationId) };
}

/** One whose second milestone fails. */
async function failed() {
  const made = await operation();
  await made.activities.open();
  await made.activities.prepare();
  await made.activities.run({ kind: 'done', applied: 1 });
  await made.activities.run({ kind: 'failed', failure: freeText('Installing nginx failed: no space left.') });
  expect(await made.activities.close()).toBe('failed');
  return made;
}

const get = (operationId: string) => web.as('operator').operations.get({ operationId });

describe('an operation', () => {
  test('is shown with its plan, its workflow and what can be done', async () => {
    const { operationId, server } = await operation();
    const detail = await get(operationId);
    const workflowId = `install-nginx-${server.name}-${operationId.slice(0, 4)}`;
    expect(detail).toMatchObject({
      title: `Install nginx on ${server.name}`,
      package: { id: 'nginx', title: 'nginx' },
      server,
      workflow: {
        id: workflowId,
        url: `http://localhost:8233/namespaces/default/workflows/${workflowId}`,
      },
      actions: { cancel: true, pause: true, choices: [] },
      failure: null,
      typicalDuration: null,
      progress: { step: 0, total: detail.milestones.length, percentage: 0 },
    });
    for (const milestone of detail.milestones) expect(milestone.states.length).toBeGreaterThan(0);
    expect(detail.progress.segments.map(({ label }) => label)).toEqual(
      detail.milestones.map(({ label }) => label),
    );
    expect((await web.as('viewer').operations.get({ operationId })).actions).toEqual({
      cancel: false,
      pause: false,
      resume: false,
      resumeInterrupted: false,
      abandonServer: false,
      choices: [],
      deletion: null,
    });
  });

  test('moves with its milestones, and is 100 % only when done', async () => {
    const { operationId, activities } = await operation();
    await activities.open();
    await activities.prepare();
    await activities.run({ kind: 'done', applied: 1 });
    const running = (await get(operationId)).progress;
    expect(running.step).toBe(2);
    expect(running.percentage).toBeGreaterThan(0);
    expect(running.percentage).toBeLessThan(100);
    expect(running.resource).toMatchObject({ status: 'installing' });
    expect(await activities.complete()).toBe('completed');
    expect((await get(operationId)).progress).toMatchObject({
      percentage: 100,
      resource: { status: 'active' },
    });
  });

  test('an unknown operation is not found', async () => {
    await expect(get(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('operations that wait for a queue say behind whom, and at which place', async () => {
  const { server } = await operation();
  const waiting = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'redis' }));
  expect((await get(waiting)).progress.notice).toEqual({
    kind: 'queue',
    behind: `Install nginx on ${server.name}`,
    place: 1,
  });
  const shown = await web.as('viewer').servers.get({ serverId: server.id });
  expect(shown.queue).toMatchObject({
    holder: { title: `Install nginx on ${server.name}` },
    waiting: 1,
    blocked: null,
  });
  expect(shown.waitingOperations.map(({ id }) => id)).toEqual([waiting]);
  expect(shown.packages.map(({ package: { id }, status }) => [id, status])).toEqual([
    ['nginx', 'pending'],
    ['redis', 'pending'],
  ]);
});

test('a list filters, searches and pages, newest first', async () => {
  const server = await insertServer(web.db);
  const ids: string[] = [];
  for (const kind of ['install', 'uninstall', 'install', 'uninstall', 'install'] as const) {
    const id = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx', kind }));
    if (ids.length < 4) await drive(web.db, id).complete();
    ids.unshift(id);
  }
  const { operations } = web.as('viewer');
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof operations.list>> = await operations.list({
      serverId: server.id,
      limit: 2,
      cursor,
    });
    expect(page.total).toBe(5);
    seen.push(...page.items.map(({ id }) => id));
    ({ cursor } = page);
  } while (cursor);
  expect(seen).toEqual(ids);

  const found = async (filter: Parameters<typeof operations.list>[0]) =>
    (await operations.list({ serverId: server.id, ...filter })).items.map(({ id }) => id);
  expect(await found({ kind: 'uninstall' })).toEqual([ids[1], ids[3]]);
  expect(await found({ status: 'queued' })).toEqual([ids[0]]);
  expect(await found({ status: ['completed', 'queued'] })).toEqual(ids);
  expect(await found({ search: 'uninstall NGINX' })).toEqual([ids[1], ids[3]]);
  expect(await found({ search: '100%' })).toEqual([]);
  expect(await found({ packageId: 'redis' })).toEqual([]);
  await expect(operations.list({ cursor: 'rubbish' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('output is given as whole characters, from wherever one stands', async () => {
  const { operationId, activities } = await operation();
  await activities.open();
  await activities.prepare();
  const command = await activities.begin(1);
  const bytes = Uint8Array.from(Buffer.from('Größe 12 € ✓\n'));
  for (let offset = 0; offset < bytes.length; offset++) {
    const part = {
      operationId,
      commandId: command.id,
      milestone: 1,
      offset,
      bytes: bytes.slice(offset, offset + 1),
    };
    await appendOutput(web.db, part);
  }
  const { operations } = web.as('viewer');
  const all = await operations.output({ operationId, after: 0 });
  expect(all.map(({ text }) => text).join('')).toBe('Größe 12 € ✓\n');
  let text = '';
  for (let after = 0; after < bytes.length; after++) {
    const [chunk] = await operations.output({ operationId, after, limit: 1 });
    expect(chunk).toMatchObject({ n: after + 1, milestone: 1, gapBefore: 0 });
    text += chunk?.text;
  }
  expect(text).toBe('Größe 12 € ✓\n');
});

describe('canceling', () => {
  test('writes who and why, also while the engine is away', async () => {
    const { operationId } = await operation();
    const summary = await web.as('operator').operations.cancel({ operationId, reason: 'wrong server' });
    expect(summary.status).toBe('canceling');
    expect((await get(operationId)).actions.cancel).toBe(false);
    const events = await web.as('viewer').operations.events({ operationId, after: 1 });
    expect(events).toMatchObject([
      { sentence: 'Cancellation requested: wrong server', by: 'ada@example.com' },
    ]);
    const outbox = await web.db.outbox.findMany({ where: { operationId }, orderBy: { id: 'asc' } });
    expect(outbox.map(({ kind }) => kind)).toEqual(['start', 'cancel']);
  });

  test('is refused where it has ended', async () => {
    const { operationId, activities } = await operation();
    await activities.complete();
    await expect(web.as('operator').operations.cancel({ operationId })).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { publicMessage: 'It has ended already.' },
    });
  });
});

describe('a milestone that failed', () => {
  test('is shown with its sentence and the last lines of its output', async () => {
    const made = await operation();
    await made.activities.open();
    await made.activities.prepare();
    const command = await made.activities.begin(1);
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join('');
    const bytes = Uint8Array.from(Buffer.from(lines));
    await appendOutput(web.db, {
      operationId: made.operationId,
      commandId: command.id,
      milestone: 1,
      offset: 0,
      bytes,
    });
    await made.activities.run({ kind: 'failed', failure: freeText('It failed: no space left.') });
    await made.activities.close();
    const { failure, actions } = await get(made.operationId);
    expect(failure).toMatchObject({ milestone: 1, sentence: 'It failed: no space left.' });
    expect(failure?.lastLines.split('\n')).toHaveLength(20);
    expect(failure?.lastLines).toMatch(/^line 11\n.*line 30$/s);
    expect(actions).toMatchObject({ cancel: false, choices: [{ action: 'retry' }] });
  });

  test('a failed milestone of Redis is rolled back with its data kept, or removed where the decision says so', async () => {
    const { operationId, activities } = await operation('redis');
    await activities.open();
    await activities.prepare();
    for (let n = 0; n < 3; n++) await activities.run({ kind: 'done', applied: 1 });
    await activities.run({ kind: 'failed', failure: freeText('It failed: no space left.') });
    const before = await get(operationId);
    expect(before.actions.choices.find(({ action }) => action === 'roll_back')).toMatchObject({
      data: ['/var/lib/redis'],
      consequence: expect.stringContaining('Data stored in /var/lib/redis is kept') as string,
    });
    const choice = { action: 'roll_back', reason: null, removeData: true } as const;
    await web.as('operator').operations.decide({ operationId, point: 1, choice });
    expect(await web.db.operation.findUnique({ where: { id: operationId } })).toMatchObject({
      direction: -1,
      removeData: true,
    });
    const events = await web.as('viewer').operations.events({ operationId, after: before.lastEvent });
    expect(events[0]?.sentence).toBe('Roll back requested, including data');
  });

  test('can be tried again by one of two people at once; the other sees by whom', async () => {
    const { operationId } = await failed();
    const { decisionPoint: point } = await get(operationId);
    const people = ['ada@example.com', 'bob@example.com'];
    const answers = await Promise.allSettled(
      people.map((by) => decideOperation(web, { operationId, point, by, choice: RETRY })),
    );
    const first = people[answers.findIndex(({ status }) => status === 'fulfilled')];
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { problem: { code: 'already_decided', by: first } },
    });
    await expect(
      web.as('operator').operations.decide({ operationId, point, choice: RETRY }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { publicMessage: expect.stringContaining(first ?? '') as string },
    });
    const { status, milestones } = await get(operationId);
    expect(status).toBe('queued');
    expect(milestones.slice(0, 2).map((milestone) => milestone.status)).toEqual(['done', 'pending']);
  });

  test('cannot be tried again once something newer was done with the package', async () => {
    const { operationId, server } = await failed();
    const { decisionPoint: point } = await get(operationId);
    const newer = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
    await drive(web.db, newer).complete();
    expect((await get(operationId)).actions.choices).toEqual([]);
    await expect(
      web.as('operator').operations.decide({ operationId, point, choice: RETRY }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('is on the overview until it is repeated', async () => {
    const { operationId, server } = await failed();
    const overview = await web.as('viewer').overview.get();
    expect(overview.attention).toContainEqual(
      expect.objectContaining({
        kind: 'operation',
        id: operationId,
        title: `Install nginx on ${server.name} failed`,
      }),
    );
    expect(overview.engine).toEqual({ reachable: false, workers: 0, unexpectedSince: null });
    expect(overview.recent.map(({ id }) => id)).toContain(operationId);
    const newer = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
    const later = await web.as('viewer').overview.get();
    expect(later.attention.map(({ id }) => id)).not.toContain(operationId);
    expect(later.active.map(({ id }) => id)).toContain(newer);
  });
});
