import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { DRIFT_SCHEDULE } from '@milepost/contract/drift-workflow';
import { SEARCH_ATTRIBUTES } from '@milepost/contract/operation-workflow';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createLog } from '../startup/log';
import { prepareNamespace } from './prepare-namespace';

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(() => connection.close());

test('a worker gives a namespace that nobody has prepared our search attributes and the daily check', async () => {
  const namespace = 'not-prepared';
  const engine = new Client({ connection, namespace });
  await connection.workflowService.registerNamespace({
    ...{ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') },
  });
  const attributes = async () =>
    Object.keys((await connection.operatorService.listSearchAttributes({ namespace })).customAttributes);
  // A new namespace is known a few seconds later.
  await expect.poll(attributes, { timeout: 30_000 }).not.toContain('MilepostKind');
  await expect
    .poll(
      async () => {
        await prepareNamespace(engine, createLog('silent'));
        return engine.schedule
          .getHandle(DRIFT_SCHEDULE)
          .describe()
          .then(
            ({ scheduleId }) => scheduleId,
            () => null,
          );
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(DRIFT_SCHEDULE);
  expect(await attributes()).toEqual(expect.arrayContaining([...SEARCH_ATTRIBUTES]));
});
