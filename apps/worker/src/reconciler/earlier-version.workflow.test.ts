import { TypedSearchAttributes } from '@temporalio/common';
import { OPERATION_WORKFLOW } from '@milepost/contract/operation-workflow';
import { legacyWorkflowId } from '@milepost/contract/operation-workflow-id';
import { transaction } from '@milepost/db/client';
import { readStart } from '@milepost/db/operations/lifecycle/read-start';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerState, milestone, plan } from '../../test/harness/plans';
import { UNREACHABLE } from '../../test/harness/unreachable';
import { waitUntil } from '../../test/harness/wait-until';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { workflowStart } from '../temporal/deliver';
import { keyword } from '../temporal/search-attributes';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await WorkerHarness.create();
});
afterAll(() => harness.close());

/** An operation as an earlier version started it, before any worker of this one runs: with the id and the type of that time. */
async function startedEarlier(): Promise<string> {
  const { db, engine } = harness;
  const serverId = await harness.addServer(UNREACHABLE);
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  await db.operation.update({ where: { id }, data: { workflowId: legacyWorkflowId(id) } });
  const sent = { claimedAt: new Date(), sentAt: new Date() };
  await db.outbox.updateMany({ where: { operationId: id }, data: sent });
  const { options, attributes } = workflowStart(await readStart(db, id), 'https://console.example');
  const typed = attributes.map(([name, value]) => ({ key: keyword(name), value }));
  await engine.workflow.start(OPERATION_WORKFLOW, {
    ...options,
    typedSearchAttributes: new TypedSearchAttributes(typed),
  });
  expect(options.workflowId).toBe(`operation/${id}`);
  return id;
}

const running = (id: string) =>
  waitUntil('its milestone to begin', async () => (await harness.operation(id)).notice !== null);

test('operations that an earlier version started continue, are canceled, and are noticed when they are terminated', async () => {
  const canceled = await startedEarlier();
  const terminated = await startedEarlier();
  await harness.startWorker().ready;
  await Promise.all([canceled, terminated].map(running));

  await transaction(harness.db, (tx) =>
    requestCancel(tx, { operationId: canceled, by: 'ada', reason: null }),
  );
  expect(await harness.ended(canceled, 40)).toMatchObject({ status: 'canceled' });

  await (await harness.workflow(terminated)).terminate('from a test');
  await waitUntil('the mark', async () => (await harness.operation(terminated)).interrupted !== null, 15);
  await transaction(harness.db, (tx) =>
    requestCancel(tx, { operationId: terminated, by: 'ada', reason: null }),
  );
  expect(await harness.ended(terminated, 40)).toMatchObject({ status: 'canceled' });
  const { type, workflowId } = await (await harness.workflow(terminated)).describe();
  expect({ type, workflowId }).toEqual({ type: 'install', workflowId: `operation/${terminated}` });
});
