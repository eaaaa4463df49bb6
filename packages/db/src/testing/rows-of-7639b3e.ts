// cspell:ignore cancelled cancelling
import { readFile } from 'node:fs/promises';
import type { DatabaseBefore, Row } from './database-before';

/** Rows as an installation has them that ran commit 7639b3e, before names were made plain. */
export const OLD_STATUSES = [
  ...['queued', 'running', 'pausing', 'paused', 'deciding', 'cancelling', 'completed', 'failed', 'cancelled'],
] as const;

const AT = '2026-11-01T10:00:00Z';
const PLAN = new URL('plan-of-7639b3e.json', import.meta.url);

interface OldEvent {
  type: string;
  data?: object;
}

/** Which has happened to the operation that has this status. */
const EVENTS: Partial<Record<(typeof OLD_STATUSES)[number], OldEvent[]>> = {
  running: [
    { type: 'submitted', data: { kind: 'install', title: 'Install running', by: 'ada@example.com' } },
    { type: 'opened', data: { runId: 'run-1' } },
    { type: 'link_lost', data: { reason: 'Connection reset' } },
    { type: 'link_back', data: { ms: 900 } },
  ],
  paused: [{ type: 'pause_asked', data: { by: 'ada@example.com', resumeAt: null } }],
  deciding: [
    { type: 'decision_needed', data: { point: 1, milestone: 1, sentence: 'It failed.' } },
    { type: 'decided', data: { point: 1, action: 'skip', by: 'ada@example.com', reason: 'not needed' } },
    { type: 'decision_needed', data: { point: 2, milestone: 2, sentence: 'It failed, too.' } },
  ],
  cancelling: [
    { type: 'cancel_asked', data: { by: 'ada@example.com', reason: null } },
    { type: 'stop_waiting_asked', data: { by: 'ada@example.com' } },
  ],
  failed: [
    { type: 'gone_on', data: { by: 'ada@example.com' } },
    { type: 'proven', data: { by: null, sentence: 'Nothing of it runs.' } },
    { type: 'closed', data: { outcome: 'failed', conclusion: 'It failed.' } },
  ],
  cancelled: [
    { type: 'milestone_undone', data: { milestone: 1, label: 'Checking the system', ms: 5 } },
    { type: 'closed', data: { outcome: 'cancelled', conclusion: 'Canceled by ada@example.com.' } },
  ],
};

/** How the row of that operation differs. */
const DIFFERENT: Partial<Record<(typeof OLD_STATUSES)[number], Row>> = {
  running: { run_id: 'run-1', prepared: true, notice: { kind: 'silent', since: AT } },
  pausing: {
    ...{ pause_asked_by: 'ada@example.com', pause_asked_at: AT },
    notice: { kind: 'reconnecting', attempt: 2, since: AT, reason: 'Connection reset' },
  },
  paused: { pause_asked_by: 'ada@example.com', pause_asked_at: AT, run_id: 'run-2' },
  deciding: {
    decision_point: 2,
    conclusion: 'Writing the configuration: It failed, too.',
    decide_before: '2027-01-01T00:00:00Z',
    epoch: 'transient-1',
    run_id: 'run-3',
  },
  cancelling: { cancel_asked_by: 'ada@example.com', cancel_asked_at: AT, stop_waiting_by: 'ada@example.com' },
  completed: { outcome: 'completed', ended_at: AT },
  failed: { outcome: 'failed', ended_at: AT, decision_point: 1, conclusion: 'It failed.' },
  cancelled: {
    ...{ outcome: 'cancelled', ended_at: AT, direction: -1, leftovers: ['the cache'] },
    conclusion: 'Canceled by ada@example.com.',
  },
};

/** Of its two milestones. */
const MILESTONES: Partial<Record<(typeof OLD_STATUSES)[number], [Row, Row]>> = {
  running: [
    {
      status: 'running',
      attempts: 1,
      guarded: [3],
      count: { done: 1, total: 2, unit: '', label: '', rate: null },
    },
    {},
  ],
  deciding: [
    { status: 'skipped', attempts: 1 },
    { status: 'failed', attempts: 1, failure: 'It failed, too.' },
  ],
  failed: [{ status: 'failed', attempts: 1, failure: 'It failed.' }, {}],
  cancelled: [{ status: 'undone', attempts: 2 }, {}],
};

const LABELS = [
  { n: 1, milestone_id: 'check_system', label: 'Checking the system' },
  { n: 2, milestone_id: 'write', label: 'Writing the configuration' },
];

/** An operation of each status, each of a package of its own; one that runs holds the lane of `web`, the others of `idle` wait for nobody. */
export async function insertOldRows(database: DatabaseBefore): Promise<void> {
  const stamps = { created_at: AT, updated_at: AT };
  await database.insert('users', {
    ...{ id: 'ada', name: 'Ada', email: 'ada@example.com', email_verified: true, role: 'owner' },
    ...{ mail_wish: 'mine', ...stamps },
  });
  const server = {
    address: '192.0.2.1',
    port: 22,
    practice: false,
    outage_notified: false,
    created_by: 'ada',
  };
  await database.insert(
    'servers',
    {
      ...{
        ...server,
        id: 'web',
        name: 'web',
        status: 'ready',
        spool_id: 'spool',
        claims_seen: 7,
        created_at: AT,
      },
      ...{ unreachable_since: AT, unreachable_reason: 'No route to it.' },
    },
    {
      ...server,
      id: 'idle',
      name: 'idle',
      status: 'join_failed',
      claims_seen: 0,
      created_at: AT,
      problem: 'Wrong password.',
    },
    { ...server, id: 'new', name: 'new', status: 'joining', claims_seen: 0, created_at: AT },
  );
  const body: unknown = JSON.parse(await readFile(PLAN, 'utf8'));
  await database.insert('plans', { hash: 'plan', format: 1, body, created_at: AT });
  await database.insert('lanes', { id: 'web', holder: 'running', held_since: AT, next_place: 3 });
  await database.insert('lanes', { id: 'idle', next_place: 3 });
  await database.insert('lanes', {
    ...{ id: 'new', next_place: 1, blocked_by: 'failed', blocked_at: AT },
    blocked: 'Processes of “Install failed” would not end: 7:sh',
  });
  for (const status of OLD_STATUSES) await insertOperation(database, status);
  await database.insert('commands', {
    ...{ id: 'command', operation_id: 'running', milestone: 1, epoch: 'first', key: 'check_system.first' },
    ...{ fence: 1, spool_id: 'spool', boot_id: 'boot', claims_seen: 7, claimed_at: AT, next_offset: 3 },
    ...{ marks: 1, attempt: 1, undo: false, created_at: AT },
  });
  await database.insert('outputs', {
    ...{
      operation_id: 'running',
      n: 1,
      milestone: 1,
      command_id: 'command',
      offset: 0,
      bytes: '\\x616263',
      at: AT,
    },
  });
  await database.insert('notifications', {
    ...{ id: 'told', operation_id: 'cancelled', event: 2, audience: 'everyone', kind: 'cancelled' },
    ...{ sentence: 'Canceled by ada@example.com.', at: AT },
  });
  await database.insert('notifications', {
    ...{ id: 'outage', key: 'unreachable/web', audience: 'everyone', kind: 'server_unreachable' },
    ...{ title: 'web is unreachable', sentence: 'No route to 192.0.2.1.', at: '2026-10-01T10:00:00Z' },
  });
}

async function insertOperation(
  database: DatabaseBefore,
  status: (typeof OLD_STATUSES)[number],
): Promise<void> {
  const server = status === 'paused' || status === 'deciding' ? 'idle' : 'web';
  const events = EVENTS[status] ?? [];
  await database.insert('installations', {
    ...{ id: `of-${status}`, server_id: server, package_id: status, configuration: {} },
    status: status === 'completed' ? 'stopped' : 'installing',
    ...{ created_at: AT, updated_at: AT },
  });
  await database.insert('operations', {
    ...{ id: status, kind: 'install', package_id: status, title: `Install ${status}`, server_id: server },
    ...{ installation_id: `of-${status}`, plan_hash: 'plan', input: {}, status, fence: 1, epoch: 'first' },
    ...{ direction: 1, remove_data: false, prepared: false, decision_point: 0, last_event: events.length },
    ...{ last_output: 0, percentage: 0, requested_by: 'ada@example.com', requested_at: AT, worked_ms: 0 },
    ...{ dispatched_at: AT, ...DIFFERENT[status] },
  });
  const rows = MILESTONES[status] ?? [{}, {}];
  for (const [index, label] of LABELS.entries())
    await database.insert('milestones', {
      ...{ operation_id: status, ...label, status: 'pending', weight: 1000, attempts: 0, states: 3 },
      ...{ retries: 0, guarded: [], worked_ms: 0, ...rows[index] },
    });
  for (const [index, { type, data = {} }] of events.entries())
    await database.insert('events', {
      ...{ operation_id: status, n: index + 1, key: `${type}-${index}`, type, data, at: AT },
    });
  if (status === 'deciding')
    await database.insert('decisions', {
      ...{ id: 'decision', operation_id: status, point: 1, action: 'skip', reason: 'not needed' },
      ...{ decided_by: 'ada@example.com', decided_at: AT },
    });
  const place = ['running', 'paused'].indexOf(status) >= 0 ? 1 : 2;
  if (['running', 'queued', 'paused', 'deciding'].includes(status))
    await database.insert('lane_entries', {
      ...{
        operation_id: status,
        lane_id: server,
        place,
        waiting: status === 'running' || status === 'queued',
      },
    });
}
