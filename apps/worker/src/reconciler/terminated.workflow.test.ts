import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { pauseOperation } from '@milepost/db/operations/control/pause-operation';
import { ledgerState, milestone, plan } from '../../test/harness/plans';
import { UNREACHABLE } from '../../test/harness/unreachable';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { waitUntil } from '../../test/harness/wait-until';
import type { WorkerProcess } from '../../test/harness/worker-process';

let harness: WorkerHarness;
let worker: WorkerProcess;
beforeAll(async () => {
  harness = await WorkerHarness.create();
});
afterAll(() => harness.close());
/** With the settings that it is shipped with. */
beforeEach(async () => {
  if (!worker?.alive) worker = harness.startWorker();
  await worker.ready;
});

const workflow = (id: string) => harness.workflow(id);

/** An operation that waits for a server that does not answer. */
async function reconnecting(): Promise<{ id: string; serverId: string }> {
  const serverId = await harness.addServer(UNREACHABLE);
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  await waitUntil('the notice', async () => {
    const { notice } = await harness.operation(id);
    return (notice as { kind?: string } | null)?.kind === 'reconnecting';
  });
  return { id, serverId };
}

/** One that is paused behind it, and waits in its workflow. */
async function paused(serverId: string): Promise<string> {
  const other = plan([milestone('one', [ledgerState('a')])], { package: 'other' });
  const id = await harness.submit({ serverId, plan: other });
  await waitUntil('the run', async () => (await harness.operation(id)).runId !== null);
  await transaction(harness.db, (tx) => pauseOperation(tx, { operationId: id, by: 'ada', resumeAt: null }));
  expect(await harness.operation(id)).toMatchObject({ status: 'paused' });
  return id;
}

const waitUntilInterrupted = (id: string, seconds: number) =>
  waitUntil('the mark', async () => (await harness.operation(id)).interrupted !== null, seconds);
const cancel = (operationId: string) =>
  transaction(harness.db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));

async function expectCanceled(id: string): Promise<void> {
  expect(await harness.ended(id, 40)).toMatchObject({ status: 'canceled', interrupted: null });
  expect((await harness.history(id)).filter((type) => type === 'closed')).toHaveLength(1);
  const { serverId } = await harness.operation(id);
  const queue = await harness.db.serverQueue.findUniqueOrThrow({ where: { id: serverId } });
  expect(queue.blocked).toBeNull();
  expect(queue.holder).not.toBe(id);
  await waitUntil(
    'its last run to end',
    async () => (await (await workflow(id)).describe()).status.name !== 'RUNNING',
  );
}

describe('a terminated workflow', () => {
  test('is noticed within 15 s, while its operation runs and while it is paused', async () => {
    const { id: running, serverId } = await reconnecting();
    const ids = [running, await paused(serverId)];
    await Promise.all(ids.map(async (id) => (await workflow(id)).terminate('from a test')));
    await Promise.all(ids.map((id) => waitUntilInterrupted(id, 15)));
  });

  test('a workflow that was reset to a later point does not count as terminated', async () => {
    const id = await paused((await reconnecting()).serverId);
    const { runId: before } = await (await workflow(id)).describe();
    const { events } = await (await workflow(id)).fetchHistory();
    const last = events?.findLast((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
    await harness.engine.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: (await workflow(id)).workflowId, runId: before },
      workflowTaskFinishEventId: last,
      requestId: id,
    });
    // Terminated after the reset: when this one is noticed, the other has been looked at.
    const { id: later } = await reconnecting();
    await (await workflow(later)).terminate('from a test');
    await waitUntilInterrupted(later, 15);
    expect(await harness.operation(id)).toMatchObject({ status: 'paused', interrupted: null });
  });
});

describe('a cancellation completes without anybody resuming the operation', () => {
  test('when the workflow was terminated before', async () => {
    const { id: running, serverId } = await reconnecting();
    for (const id of [await paused(serverId), running]) {
      await (await workflow(id)).terminate('from a test');
      await waitUntilInterrupted(id, 15);
      await cancel(id);
      await expectCanceled(id);
    }
  });

  test('when the workflow is terminated at the moment of the cancellation, before anybody noticed', async () => {
    const { id } = await reconnecting();
    await (await workflow(id)).terminate('from a test');
    await cancel(id);
    await expectCanceled(id);
  });

  test('when the workflow is terminated while the operation is closed, and the worker died in it', async () => {
    const { id } = await reconnecting();
    await harness.strike('close');
    await cancel(id);
    await worker.exited;
    await (await workflow(id)).terminate('from a test');
    worker = harness.startWorker();
    await expectCanceled(id);
    expect(await harness.history(id)).toContain('run_replaced');
  });
});
