import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { decide } from '@milepost/db/operations/control/decide';
import { ledgerState, milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';

let harness: WorkerHarness;
let serverId: string;
const server = openLab(inject('lab')).server(1);
const ledger = async (): Promise<string[]> =>
  (await server.exec('cat /root/ledger 2>/dev/null')).stdout.split('\n');

beforeAll(async () => {
  harness = await WorkerHarness.create();
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await harness.addServer(first, 'web-1');
  await harness.startWorker().ready;
});
afterAll(() => harness.close());
beforeEach(async () => {
  await server.exec('rm -rf /root/ledger* /root/flag');
});

const three = plan([
  milestone('one', [ledgerState('a'), ledgerState('b')]),
  milestone('two', [ledgerState('c')]),
]);

test('an operation runs its milestones in order, and ends active with its record', async () => {
  const id = await harness.submit({ serverId, plan: three });
  const operation = await harness.ended(id);
  expect(operation).toMatchObject({
    status: 'completed',
    percentage: 100,
    conclusion: 'All 2 milestones are done.',
    notice: null,
  });
  expect(await ledger()).toEqual(['a', 'b', 'c']);
  expect(await harness.history(id)).toEqual([
    ...['submitted', 'run_started', 'prepared'],
    ...['milestone_started', 'milestone_done', 'milestone_started', 'milestone_done', 'closed'],
  ]);
  expect(await harness.output(id, 1)).toBe('begun a\nended a\nbegun b\nended b\n');
  const installation = await harness.db.installation.findUniqueOrThrow({
    where: { id: operation.installationId },
  });
  expect(installation).toMatchObject({
    status: 'active',
    version: '1.0',
    configuration: { made: 'by a test' },
  });
});

test('in Temporal an operation that nothing disturbs has one activity for each milestone, named after it', async () => {
  const id = await harness.submit({ serverId, plan: three });
  await harness.ended(id);
  const { events } = await (await harness.workflow(id)).fetchHistory();
  const activities = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled, userMetadata }) =>
      scheduled
        ? [`${scheduled.activityType?.name} ${Buffer.from(userMetadata?.summary?.data ?? []).toString()}`]
        : [],
  );
  expect(activities).toEqual(three.milestones.map(({ label }, i) => `runMilestone "${i + 1}/2 ${label}"`));
});

test('a second pass finds all of it true and applies nothing', async () => {
  await harness.ended(await harness.submit({ serverId, plan: three }));
  const id = await harness.submit({ serverId, plan: three });
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['a', 'b', 'c']);
  const milestones = await harness.db.milestone.findMany({ where: { operationId: id } });
  expect(milestones.map(({ applied }) => applied)).toEqual([0, 0]);
});

test('two presses of the button are one operation', async () => {
  const id = randomUUID();
  await Promise.all([
    harness.submit({ serverId, plan: three, id }),
    harness.submit({ serverId, plan: three, id }),
  ]);
  await harness.ended(id);
  expect(await ledger()).toEqual(['a', 'b', 'c']);
  expect((await harness.history(id)).filter((type) => type === 'run_started')).toHaveLength(1);
});

test('what failed, and why, in a sentence; try again goes on from there', async () => {
  const breakable = state('breakable', {
    check: '[ -e /root/ledger.done ]',
    apply: 'echo "E: Unable to locate package thing"; [ -e /root/flag ] || exit 100; : >/root/ledger.done',
  });
  const id = await harness.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('a')]), milestone('two', [breakable])]),
  });
  const failed = await harness.awaitingDecision(id);
  expect(failed).toMatchObject({
    status: 'awaiting_decision',
    conclusion: 'Doing two: “State breakable” failed with exit code 100: E: Unable to locate package thing',
  });
  await server.exec('touch /root/flag; echo before >>/root/ledger');
  await transaction(harness.db, (tx) =>
    decide(tx, { operationId: id, point: failed.decisionPoint, by: 'ada', choice: { action: 'retry' } }),
  );
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['a', 'before']);
  expect(await harness.history(id)).toEqual([
    ...['submitted', 'run_started', 'prepared', 'milestone_started', 'milestone_done'],
    ...['milestone_started', 'milestone_failed', 'decision_needed', 'decided', 'prepared'],
    ...['milestone_started', 'milestone_done', 'closed'],
  ]);
});

test('tried again three times, each an answer to a decision point of its own', async () => {
  const never = state('never', { check: '[ -e /root/flag ]', apply: 'exit 4' });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [never])]) });
  for (let point = 1; point <= 3; point++) {
    await waitUntil(`failure ${point}`, async () => {
      const { status, decisionPoint } = await harness.operation(id);
      return status === 'awaiting_decision' && decisionPoint === point;
    });
    if (point === 3) await server.exec('touch /root/flag');
    await transaction(harness.db, (tx) =>
      decide(tx, { operationId: id, point, by: 'ada', choice: { action: 'retry' } }),
    );
  }
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect((await harness.history(id)).filter((type) => type === 'decided')).toHaveLength(3);
});

test('a transient failure is retried visibly, a bounded number of times', async () => {
  const flaky = state('flaky', {
    check: '[ -e /root/ledger.done ]',
    apply:
      'echo try >>/root/ledger; [ "$(wc -l </root/ledger)" -gt 2 ] && : >/root/ledger.done || { echo 503 from the mirror; exit 9; }',
  });
  const hopeless = state('hopeless', { check: 'false', apply: 'echo 503 from the mirror; exit 9' });
  const transient = [{ pattern: '^503 ', label: 'the mirror answered 503' }];
  const healing = await harness.submit({ serverId, plan: plan([milestone('one', [flaky], { transient })]) });
  expect(await harness.ended(healing)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['try', 'try', 'try']);
  expect(await harness.history(healing)).toEqual([
    ...['submitted', 'run_started', 'prepared', 'milestone_started', 'milestone_transient'],
    ...['milestone_started', 'milestone_transient', 'milestone_started', 'milestone_done', 'closed'],
  ]);

  const failing = await harness.submit({
    serverId,
    plan: plan([milestone('one', [hopeless], { transient })]),
  });
  expect(await harness.giveUp(failing)).toMatchObject({ status: 'failed' });
  expect((await harness.history(failing)).filter((type) => type === 'milestone_transient')).toHaveLength(4);
});

test('a cancel stops the children, and says so', async () => {
  const stubborn = state('stubborn', {
    check: '[ -e /root/ledger.done ]',
    apply: "trap '' TERM; echo begun >>/root/ledger; setsid sleep 600 & sleep 600; echo ended >>/root/ledger",
  });
  const id = await harness.submit({
    serverId,
    plan: plan([milestone('one', [stubborn]), milestone('two', [ledgerState('b')])]),
  });
  await waitUntil('the apply to begin', async () => (await ledger()).includes('begun'));
  await transaction(harness.db, (tx) =>
    requestCancel(tx, { operationId: id, by: 'ada', reason: 'wrong server' }),
  );
  expect(await harness.ended(id)).toMatchObject({
    status: 'canceled',
    conclusion: 'Canceled by ada. Stopped cleanly.',
  });
  expect((await server.exec('pgrep -x sleep')).stdout).toBe('');
  expect(await ledger()).toEqual(['begun']);
  const run = await harness.workflow(id);
  await waitUntil('its run to be canceled', async () => (await run.describe()).status.name === 'CANCELLED');
});

test("Temporal's own cancel works as well, and who did it is known", async () => {
  const slow = state('slow', {
    check: '[ -e /root/ledger.done ]',
    apply: 'echo begun >>/root/ledger; sleep 600',
  });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [slow])]) });
  await waitUntil('the apply to begin', async () => (await ledger()).includes('begun'));
  await (await harness.workflow(id)).cancel();
  const operation = await harness.ended(id);
  expect(operation.status).toBe('canceled');
  expect(operation.cancelRequestedBy).toContain('@');
  expect(operation.conclusion).toMatch(/^Canceled by .*[.] Stopped cleanly[.]$/);
});

test('operations on one server go one after the other; one that waits can be canceled', async () => {
  const slow = plan([milestone('one', [ledgerState('slow', 3)])], { package: 'slow' });
  const quick = plan([milestone('one', [ledgerState('quick')])], { package: 'quick' });
  const first = await harness.submit({ serverId, plan: slow });
  const second = await harness.submit({ serverId, plan: quick });
  const third = await harness.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('x')])], { package: 'third' }),
  });
  await waitUntil('the first to begin', async () => (await ledger()).includes('slow'));
  await transaction(harness.db, (tx) => requestCancel(tx, { operationId: third, by: 'ada', reason: null }));
  expect(await harness.ended(third)).toMatchObject({ status: 'canceled', conclusion: 'Canceled by ada.' });
  expect((await harness.operation(first)).status).toBe('running');
  expect(await harness.ended(first)).toMatchObject({ status: 'completed' });
  expect(await harness.ended(second)).toMatchObject({ status: 'completed' });
  expect(await ledger()).toEqual(['slow', 'quick']);
});

test('what Temporal shows of an operation can be read by somebody who knows none of this', async () => {
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a', 2)])]) });
  const run = await harness.workflow(id);
  await waitUntil('the apply to begin', async () => (await ledger()).includes('a'));
  const described = await run.describe();
  expect(await described.staticSummary()).toBe('Install Ledger');
  expect(await described.staticDetails()).toContain(`/operations/${id}`);
  expect(described.memo).toMatchObject({ operation: id });
  const heartbeat = await waitUntil('the first heartbeat', async () => {
    const { raw } = await run.describe();
    return raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0]?.data;
  });
  expect(Buffer.from(heartbeat).toString()).toBe('"1/1 Doing one"');
  await harness.ended(id);
  await run.result();
  const { searchAttributes } = await run.describe();
  expect(searchAttributes).toMatchObject({
    MilepostServer: ['web-1'],
    MilepostPackage: ['ledger'],
    MilepostKind: ['install'],
    MilepostStatus: ['completed'],
  });
  const { events } = await run.fetchHistory();
  const summaries = events?.map(({ userMetadata }) => userMetadata?.summary?.data).filter(Boolean);
  expect(summaries?.map((data) => Buffer.from(data ?? []).toString())).toContain('"1/1 Doing one"');
});
