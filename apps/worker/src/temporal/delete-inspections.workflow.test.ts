import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { INSPECTION_WORKFLOW } from '@milepost/contract/inspection-workflow';
import { OPERATIONS_QUERY, TASK_QUEUE } from '@milepost/contract/operation-workflow';
import { createLog } from '../startup/log';
import { waitUntil } from '../../test/harness/wait-until';
import { deleteOldInspections } from './delete-inspections';
import { workflowStart } from './deliver';
import { keyword } from './search-attributes';
import { TypedSearchAttributes } from '@temporalio/common';

let engine: Client;
beforeAll(async () => {
  engine = new Client({ connection: await Connection.connect({ address: inject('temporalAddress') }) });
});
afterAll(() => engine.connection.close());

async function start(workflowType: string, taskQueue: string): Promise<string> {
  const workflowId = randomUUID();
  await engine.workflow.start(workflowType, { workflowId, taskQueue });
  return workflowId;
}

/** Closed, as far as Temporal is concerned. */
async function closed(workflowType: string, taskQueue: string): Promise<string> {
  const workflowId = await start(workflowType, taskQueue);
  await engine.workflow.getHandle(workflowId).terminate();
  return workflowId;
}

async function listed(query?: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of engine.workflow.list(query === undefined ? {} : { query }))
    ids.push(workflowId);
  return ids.sort();
}

/** Rounds of the clean-up until `expected` is left. */
async function cleanUp(keptMs: number, expected: string[]): Promise<void> {
  const stop = new AbortController();
  const running = deleteOldInspections(
    { engine, log: createLog('silent'), everyMs: 200, keptMs },
    stop.signal,
  );
  await waitUntil('the list to be short', async () => {
    const ids = await listed();
    return ids.join() === expected.toSorted().join();
  });
  stop.abort();
  await running;
}

test('closed inspections are deleted from Temporal once they are old, and nothing else is', async () => {
  const rest = [
    await start(INSPECTION_WORKFLOW, TASK_QUEUE),
    await closed('install', TASK_QUEUE),
    await closed(INSPECTION_WORKFLOW, 'of-another-application'),
  ];
  const old = [await closed(INSPECTION_WORKFLOW, TASK_QUEUE), await closed(INSPECTION_WORKFLOW, TASK_QUEUE)];
  await waitUntil('all to be listed', async () => (await listed()).length === 5);
  await cleanUp(3_600_000, [...rest, ...old]);
  await cleanUp(0, rest);
});

test('the query for operations lists operations of every kind, and nothing else', async () => {
  const ids: string[] = [];
  for (const kind of ['install', 'inspection', 'renew_certificate']) {
    const { type, options, attributes } = workflowStart(
      {
        ...{ id: randomUUID(), workflowId: randomUUID(), title: 'It', kind, packageId: 'nginx' },
        ...{ serverName: 'web-1', status: 'queued', requestedBy: 'ada', first: null },
      },
      'https://console.example',
    );
    const typed = attributes.map(([name, value]) => ({ key: keyword(name), value }));
    await engine.workflow.start(type, {
      ...options,
      typedSearchAttributes: new TypedSearchAttributes(typed),
    });
    ids.push(options.workflowId);
  }
  await start(INSPECTION_WORKFLOW, TASK_QUEUE);
  await waitUntil('them to be listed', async () => (await listed(OPERATIONS_QUERY)).length >= 3);
  expect(await listed(OPERATIONS_QUERY)).toEqual(ids.sort());
});
