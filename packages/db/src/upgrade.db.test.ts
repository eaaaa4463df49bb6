// cspell:ignore cancelled cancelling
import { notificationMessage, notificationTitle } from '@milepost/contract/messages/notifications';
import { freeText } from '@milepost/contract/free-text';
import { eventMessage } from '@milepost/contract/messages/events';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from './client';
import type { Database } from './client';
import { listNotifications } from './notifications/list-notifications';
import { decide } from './operations/control/decide';
import { listOperations } from './operations/views/list-operations';
import { resumeOperation } from './operations/control/pause-operation';
import { readEvents } from './operations/events/read-events';
import { readOperations } from './operations/views/read-operations';
import type { OperationStatus } from '@milepost/contract/statuses';
import { createDatabaseBefore } from './testing/database-before';
import type { DatabaseBefore } from './testing/database-before';
import { drive } from './testing/drive';
import { insertOldRows } from './testing/rows-of-7639b3e';

const CONVERTED = new URL('testing/plan-of-7639b3e.converted.json', import.meta.url);
const RENAMED: Record<string, string> = { lanes: 'server_queues', lane_entries: 'queue_entries' };

let database: DatabaseBefore;
let db: Database;
let before: Record<string, number>;
beforeAll(async () => {
  database = await createDatabaseBefore(inject('databaseUrl'), '20261130010000_uninstalled_status');
  await insertOldRows(database);
  before = await database.countRows();
  await database.applyRest();
  db = createDatabase(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.end();
});

async function viewOf(id: string) {
  const [view] = await readOperations(db, [id]);
  if (!view) throw new Error(`There is no operation ${id}`);
  return view;
}

describe('the migration to plain names', () => {
  test('keeps every row', async () => {
    const expected = Object.entries(before).map(([table, count]) => [RENAMED[table] ?? table, count]);
    // Listed for the worker: all but the completed and the canceled one.
    const added = {
      ...{ unsigned_operations: 7, requests: 0, service_reports: 0, observations: 0 },
      ...{ stacks: 0, stack_runs: 0, stack_run_steps: 0 },
    };
    expect(await database.countRows()).toEqual({ ...Object.fromEntries(expected), ...added, outbox: 6 });
  });

  test('keeps with each installation what its last completed install asked for', async () => {
    const { installationId, input } = await db.operation.findUniqueOrThrow({ where: { id: 'completed' } });
    const installation = await db.installation.findUniqueOrThrow({ where: { id: installationId } });
    expect(installation).toMatchObject({ key: '', parentId: null, completedInput: input });
  });

  test('keeps each operation in the list, with its status', async () => {
    const { items } = await listOperations(db, { filter: {}, limit: 50 });
    expect(Object.fromEntries(items.map(({ id, status }) => [id, status]))).toEqual({
      ...{ queued: 'queued', running: 'running', pausing: 'pausing', paused: 'paused' },
      ...{ deciding: 'awaiting_decision', cancelling: 'canceling' },
      ...{ completed: 'completed', failed: 'failed', cancelled: 'canceled' },
    });
    const ended = await listOperations(db, { filter: { status: ['canceled'] }, limit: 50 });
    expect(ended.items).toMatchObject([
      { outcome: 'canceled', direction: -1, leftovers: ['the cache'], lastNotifiedEvent: 2 },
    ]);
    expect((await viewOf('cancelled')).milestones[0]).toMatchObject({ status: 'rolled_back' });
  });

  test('keeps what people have requested', async () => {
    expect(await viewOf('pausing')).toMatchObject({ pauseRequestedBy: 'ada@example.com' });
    expect(await viewOf('cancelling')).toMatchObject({
      cancelRequestedBy: 'ada@example.com',
      abandonedBy: 'ada@example.com',
    });
    expect(await viewOf('deciding')).toMatchObject({
      decisionPoint: 2,
      decisionDeadline: new Date('2027-01-01T00:00:00Z'),
    });
  });

  test('keeps the queue: who holds it, and who waits for it', async () => {
    expect(await db.serverQueue.findUnique({ where: { id: 'web' } })).toMatchObject({ holder: 'running' });
    expect(await drive(db, 'queued').next()).toMatchObject({
      type: 'wait',
      title: { code: 'queued', behind: 'Install running' },
    });
  });

  test('keeps the workflow of each operation, so that those that run in Temporal are found', async () => {
    const rows = await db.operation.findMany({ select: { id: true, workflowId: true } });
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, workflowId } of rows) expect(workflowId).toBe(`operation/${id}`);
  });

  test('posts a new run for each open operation', async () => {
    const posted = await db.outbox.findMany({ orderBy: { operationId: 'asc' } });
    expect(posted.map(({ operationId, kind }) => `${kind} ${operationId}`)).toEqual(
      ['cancelling', 'deciding', 'paused', 'pausing', 'queued', 'running'].map((id) => `start ${id}`),
    );
    const open = { status: { notIn: ['completed', 'failed', 'canceled'] satisfies OperationStatus[] } };
    expect(await db.operation.count({ where: { ...open, runId: { not: null } } })).toBe(0);
  });

  test('renames the events and what they say', async () => {
    const typesOf = async (operationId: string) =>
      (await readEvents(db, { operationId, after: 0 })).map(({ type }) => type);
    expect(await typesOf('running')).toEqual([
      'submitted',
      'run_started',
      'connection_lost',
      'connection_restored',
    ]);
    expect(await typesOf('paused')).toEqual(['pause_requested']);
    expect(await typesOf('cancelling')).toEqual(['cancel_requested', 'server_abandoned']);
    expect(await typesOf('failed')).toEqual(['resumed_after_interruption', 'verified_stopped', 'closed']);
    expect(await readEvents(db, { operationId: 'cancelled', after: 0 })).toMatchObject([
      { type: 'milestone_rolled_back', data: { milestone: 1 } },
      { type: 'closed', data: { outcome: 'canceled' } },
    ]);
    expect((await readEvents(db, { operationId: 'deciding', after: 0 }))[1]).toMatchObject({
      type: 'decided',
      data: { action: 'skip', reason: 'not needed', milestone: 1 },
    });
  });

  test('keeps accounts, servers, installations and notifications', async () => {
    expect(await db.user.findUnique({ where: { id: 'ada' } })).toMatchObject({ emailPreference: 'mine' });
    expect(await db.server.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id: 'idle', status: 'enrollment_failed' },
      { id: 'new', status: 'enrolling' },
      { id: 'web', status: 'ready', maxClaimCount: 7 },
    ]);
    expect(await db.installation.findUnique({ where: { id: 'of-completed' } })).toMatchObject({
      status: 'uninstalled',
    });
    expect(await listNotifications(db, { userId: 'ada', limit: 5 })).toMatchObject([
      { kind: 'canceled', operationId: 'cancelled' },
      { kind: 'server_unreachable', operationId: null },
    ]);
  });

  test('gives stored plans the shape that the compiler writes now, under the same hash', async () => {
    const converted: unknown = JSON.parse(await readFile(CONVERTED, 'utf8'));
    expect(await db.plan.findMany()).toMatchObject([{ hash: 'plan', format: 1, body: converted }]);
    expect((await db.plan.findFirstOrThrow()).body).toEqual(converted);
  });
});

describe('the migration to codes and fields', () => {
  test('keeps why operations and milestones ended, and what blocks a queue', async () => {
    const canceled = await viewOf('cancelled');
    expect(canceled.conclusion).toEqual(freeText('Canceled by ada@example.com.'));
    expect((await viewOf('completed')).conclusion).toBeNull();
    const deciding = await viewOf('deciding');
    expect(deciding.conclusion).toEqual(freeText('Writing the configuration: It failed, too.'));
    expect(deciding.milestones.map(({ failure }) => failure)).toEqual([null, freeText('It failed, too.')]);
    expect(await db.serverQueue.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id: 'idle', blocked: null },
      { id: 'new', blocked: freeText('Processes of “Install failed” would not end: 7:sh') },
      { id: 'web', blocked: null },
    ]);
  });

  test('keeps what events say', async () => {
    const said = async (operationId: string) =>
      (await readEvents(db, { operationId, after: 0 })).map(eventMessage);
    expect(await said('deciding')).toEqual([
      'A decision is needed',
      'Failed milestone skipped: not needed',
      'A decision is needed',
    ]);
    expect(await said('failed')).toEqual([
      'Resumed in a new workflow run',
      'Nothing of it runs.',
      'It failed.',
    ]);
    expect((await readEvents(db, { operationId: 'deciding', after: 0 }))[0]?.data).toEqual({
      point: 1,
      milestone: 1,
      conclusion: freeText('It failed.'),
    });
    expect((await said('cancelled')).at(-1)).toBe('Canceled by ada@example.com.');
  });

  test('keeps notifications with their headlines', async () => {
    const listed = await listNotifications(db, { userId: 'ada', limit: 5 });
    expect(listed.map((each) => [notificationTitle(each), notificationMessage(each.content)])).toEqual([
      ['Install cancelled', 'Canceled by ada@example.com.'],
      ['web is unreachable', 'No route to 192.0.2.1.'],
    ]);
  });
});

describe('the migration to codes of errors', () => {
  test('keeps what is wrong with a server as text', async () => {
    expect(await db.server.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id: 'idle', problem: { code: 'text', text: 'Wrong password.' }, unreachableReason: null },
      { id: 'new', problem: null, unreachableReason: null },
      { id: 'web', problem: null, unreachableReason: { code: 'text', text: 'No route to it.' } },
    ]);
  });

  test('keeps why a connection was lost, in events and notices', async () => {
    const reason = { code: 'text', text: 'Connection reset' };
    const events = await readEvents(db, { operationId: 'running', after: 0 });
    expect(events.find(({ type }) => type === 'connection_lost')).toMatchObject({ data: { reason } });
    expect(await db.operation.findUnique({ where: { id: 'pausing' } })).toMatchObject({
      notice: { kind: 'reconnecting', attempt: 2, reason },
    });
    expect(await db.operation.findUnique({ where: { id: 'running' } })).toMatchObject({
      notice: { kind: 'silent' },
    });
  });
});

describe('the migration to plans of workers', () => {
  test('keeps the plan and the milestones of each operation, also of one that waits', async () => {
    for (const id of ['queued', 'running', 'deciding', 'completed'])
      expect(await viewOf(id)).toMatchObject({ planHash: 'plan', shownHash: 'plan' });
    expect((await viewOf('deciding')).milestones).toHaveLength(2);
    expect(await drive(db, 'running').next()).toMatchObject({ type: 'run', milestone: 1 });
  });
});

describe('an operation that was open during the migration', () => {
  test('joins the command that it had begun', async () => {
    const command = await drive(db, 'running').begin(1);
    expect(command).toEqual({
      ...{ id: 'command', key: 'check_system.first', fence: 1, claimed: true, nextOffset: 3, marks: 1 },
      spool: { id: 'spool', bootId: 'boot', claims: 7 },
    });
    expect(await db.milestone.findFirst({ where: { operationId: 'running', n: 1 } })).toMatchObject({
      noReapplyStates: [3],
      count: { done: 1, total: 2 },
    });
  });

  test('can be resumed and run to its end', async () => {
    await transaction(db, (tx) => resumeOperation(tx, { operationId: 'paused', by: 'ada@example.com' }));
    expect(await drive(db, 'paused').complete()).toBe('completed');
  });

  test('can be decided and run to its end', async () => {
    const choice = { action: 'retry' } as const;
    await transaction(db, (tx) =>
      decide(tx, { operationId: 'deciding', point: 2, by: 'ada@example.com', choice }),
    );
    expect(await drive(db, 'deciding').complete()).toBe('completed');
    expect((await viewOf('deciding')).milestones.map(({ status }) => status)).toEqual(['skipped', 'done']);
  });

  test('closes as canceled where that had been requested', async () => {
    expect(await drive(db, 'cancelling').close()).toBe('canceled');
  });
});
