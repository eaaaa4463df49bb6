import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '@milepost/contract/operation-workflow';
import { prepareNamespace } from './temporal-namespace';

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(() => connection.close());

test('the namespace has our search attributes as keywords', async () => {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  for (const name of SEARCH_ATTRIBUTES) expect(customAttributes, name).toHaveProperty(name, 2);
});

test('closed workflows are kept for 30 days', async () => {
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
});

test('preparing it again changes nothing and does not fail', async () => {
  await prepareNamespace({ address: inject('temporalAddress'), namespace: 'default' });
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
});
