import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../startup/log';
import { readCluster } from '../temporal/cluster';
import { ledgerState, milestone, plan } from '../../test/harness/plans';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { compareOperation } from './compare-operation';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await WorkerHarness.create();
});
afterAll(() => harness.close());

test('an operation without a workflow gets a new run, but not in another Temporal than the round began with', async () => {
  const nowhere = { host: '192.0.2.1', port: 22, user: 'root', privateKey: 'none', hostKey: 'none' };
  const serverId = await harness.addServer(nowhere);
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [ledgerState('a')])]) });
  const { workflowId } = await harness.workflow(id);
  const takenUp: string[] = [];
  const compare = (cluster: string) =>
    compareOperation(
      {
        ...{ db: harness.db, engine: harness.engine, log: createLog('silent'), everyMs: 1, afterMs: 0 },
        publishOperation: (operationId) => takenUp.push(operationId),
      },
      { id, workflowId, runId: null },
      cluster,
    );
  await compare('the one before/its namespace');
  expect(takenUp).toEqual([]);
  await compare(await readCluster(harness.engine));
  expect(takenUp).toEqual([id]);
});
