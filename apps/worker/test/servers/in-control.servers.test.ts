import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { unverifiedMessage } from '@milepost/contract/messages/conclusions';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '@milepost/lab/lab';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { decide } from '@milepost/db/operations/control/decide';
import { pauseOperation, resumeOperation } from '@milepost/db/operations/control/pause-operation';
import { abandonServer } from '@milepost/db/operations/control/abandon-server';
import type { Operation } from '@milepost/db/types';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { command, ledgerState, milestone, plan, state } from '../harness/plans';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';

let harness: WorkerHarness;
let serverId: string;
const server = openLab(inject('lab')).server(1);
const [address] = inject('labServers');
if (!address) throw new Error('a server is needed');

beforeAll(async () => {
  harness = await WorkerHarness.create();
  serverId = await harness.addServer(address);
  harness.startWorker({ MILEPOST_RECONCILE_INTERVAL_MS: '500', MILEPOST_RECONCILE_GRACE_MS: '1000' });
});
afterAll(() => harness.close());
beforeEach(() => server.exec('rm -f /root/ledger* /root/flag /root/file'));

const ledger = async (): Promise<string[]> =>
  (await server.exec('cat /root/ledger 2>/dev/null || :')).stdout.split('\n').filter(Boolean);

const other = (id: string) =>
  plan([milestone('only', [ledgerState(id)])], { package: 'other', title: 'Install Other' });

const answer = (
  { id, decisionPoint: point }: Pick<Operation, 'id' | 'decisionPoint'>,
  choice: RequestedDecision,
  by = 'ada',
) => transaction(harness.db, (tx) => decide(tx, { operationId: id, point, by, choice }));

const inStatus = (id: string, status: string) =>
  waitUntil(`${id} to be ${status}`, async () => (await harness.operation(id)).status === status);

const blocked = async () => {
  const queue = await harness.db.serverQueue.findUniqueOrThrow({ where: { id: serverId } });
  return queue.blocked && unverifiedMessage(queue.blocked as unknown as UnverifiedCommand);
};

/** Fails until /root/flag is there. */
const breakable = state('breakable', {
  check: '[ -e /root/ledger.done ]',
  apply: '[ -e /root/flag ] || exit 4; echo breakable >>/root/ledger; : >/root/ledger.done',
});

describe('pause', () => {
  test('begins between two states, releases the queue, and resumes at the same state', async () => {
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [ledgerState('a', 2), ledgerState('b')])]),
    });
    await waitUntil('the first state to begin', async () => (await ledger()).includes('a'));
    await transaction(harness.db, (tx) => pauseOperation(tx, { operationId: id, by: 'ada', resumeAt: null }));
    expect((await harness.operation(id)).status).toBe('pausing');
    await inStatus(id, 'paused');
    expect(await harness.ended(await harness.submit({ serverId, plan: other('x') }))).toMatchObject({
      status: 'completed',
    });
    expect(await ledger()).toEqual(['a', 'x']);
    await transaction(harness.db, (tx) => resumeOperation(tx, { operationId: id, by: 'grace' }));
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['a', 'x', 'b']);
    const history = await harness.history(id);
    expect(history.filter((type) => /pause|resumed/.test(type))).toEqual([
      'pause_requested',
      'milestone_paused',
      'paused',
      'resumed',
    ]);
  });

  test('ends by the clock, also when it began before anything else did', async () => {
    const holder = await harness.submit({ serverId, plan: other('x') });
    const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
    const resumeAt = new Date(Date.now() + 2500);
    await transaction(harness.db, (tx) => pauseOperation(tx, { operationId: id, by: 'ada', resumeAt }));
    await harness.ended(holder);
    expect((await harness.operation(id)).status).toBe('paused');
    const { endedAt } = await harness.ended(id);
    expect(endedAt?.getTime()).toBeGreaterThanOrEqual(resumeAt.getTime());
    expect(await ledger()).toEqual(['x', 'a']);
  });

  test('is taken back before it began', async () => {
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [ledgerState('a', 2), ledgerState('b')])]),
    });
    await waitUntil('the first state to begin', async () => (await ledger()).includes('a'));
    await transaction(harness.db, (tx) => pauseOperation(tx, { operationId: id, by: 'ada', resumeAt: null }));
    await transaction(harness.db, (tx) => resumeOperation(tx, { operationId: id, by: 'ada' }));
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['a', 'b']);
  });
});

describe('a decision', () => {
  test('two simultaneous decisions have one effect, and the second answer names the first person', async () => {
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [ledgerState('a'), breakable])]),
    });
    const asked = await harness.awaitingDecision(id);
    expect(
      await harness.db.installation.findFirstOrThrow({
        where: { serverId, packageId: 'ledger', uninstalledAt: null },
      }),
    ).toMatchObject({ status: 'failed' });
    await server.exec('touch /root/flag');
    const answers = await Promise.allSettled(
      ['ada', 'grace'].map((by) => answer(asked, { action: 'retry' }, by)),
    );
    const refused = answers.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'already_decided' });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['a', 'breakable']);
  });

  test('skips what failed, with a reason', async () => {
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [breakable]), milestone('two', [ledgerState('b')])]),
    });
    const asked = await harness.awaitingDecision(id);
    await answer(asked, { action: 'skip', reason: 'done by hand' });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['b']);
    const milestones = await harness.db.milestone.findMany({
      where: { operationId: id },
      orderBy: { n: 'asc' },
    });
    expect(milestones.map(({ status }) => status)).toEqual(['skipped', 'done']);
  });

  test('begins again at an earlier milestone', async () => {
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [ledgerState('a')]), milestone('two', [breakable])]),
    });
    const asked = await harness.awaitingDecision(id);
    await server.exec('rm /root/ledger.a; touch /root/flag');
    await answer(asked, { action: 'retry_from', milestone: 1 });
    expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await ledger()).toEqual(['a', 'a', 'breakable']);
  });

  test('rolls back what the operation changed, the last first; what was there before stays', async () => {
    await server.exec('echo former >/root/file');
    const file = {
      ...state('file', { check: 'grep -q new /root/file', apply: 'echo new >/root/file' }),
      capture: command('cat /root/file'),
      undo: command('cat "$MP_CAPTURE_FILE" >/root/file; echo undone >>/root/ledger'),
    };
    const id = await harness.submit({
      serverId,
      plan: plan([milestone('one', [file]), milestone('two', [ledgerState('a'), breakable])]),
    });
    const asked = await harness.awaitingDecision(id);
    await answer(asked, { action: 'roll_back', reason: null });
    expect(await harness.ended(id)).toMatchObject({
      status: 'canceled',
      conclusion: 'Rolled back: what this operation had changed is as it was before.',
    });
    expect((await server.exec('cat /root/file')).stdout).toBe('former');
    expect(await ledger()).toEqual(['a', 'undone']);
    const milestones = await harness.db.milestone.findMany({ where: { operationId: id } });
    expect(milestones.map(({ status }) => status)).toEqual(['rolled_back', 'rolled_back']);
  });

  test('an operation is marked as failed when nobody decides in time', async () => {
    const id = await harness.submit({ serverId, plan: plan([milestone('one', [breakable])]) });
    await harness.awaitingDecision(id);
    await harness.db.operation.update({ where: { id }, data: { decisionDeadline: new Date() } });
    await (await harness.workflow(id)).signal('wake');
    expect(await harness.ended(id)).toMatchObject({ status: 'failed' });
    const [decision] = await harness.db.decision.findMany({ where: { operationId: id } });
    expect(decision).toMatchObject({ action: 'mark_failed', decidedBy: 'the clock' });
  });
});

test('canceled while the server is away, and not waited for: the queue is blocked until the next one has verified that nothing runs', async () => {
  const slow = state('slow', {
    check: '[ -e /root/ledger.done ]',
    apply: 'echo begun >>/root/ledger; sleep 600',
  });
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [slow])]) });
  await waitUntil('the apply to begin', async () => (await ledger()).includes('begun'));
  await server.cut();
  await transaction(harness.db, (tx) => requestCancel(tx, { operationId: id, by: 'ada', reason: null }));
  await sleep(2000);
  expect((await harness.operation(id)).status).toBe('canceling');
  await transaction(harness.db, (tx) => abandonServer(tx, { operationId: id, by: 'ada' }));
  expect((await harness.ended(id, 90)).conclusion).toMatch(
    /^Canceled by ada[.] Unknown: The server is unreachable/,
  );
  expect(await blocked()).toContain('may still run');
  const next = await harness.submit({ serverId, plan: other('x') });
  await sleep(1000);
  expect(await harness.operation(next)).toMatchObject({ status: 'queued' });
  await server.heal();
  expect(await harness.ended(next)).toMatchObject({ status: 'completed' });
  expect((await server.exec('pgrep -x sleep')).stdout).toBe('');
  expect(await ledger()).toEqual(['begun', 'x']);
});
