import { Context } from '@temporalio/activity';
import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { advanceSnapshot } from '@milepost/db/operations/read-next-step';
import type { OperationSnapshot } from '@milepost/db/operations/read-next-step';
import { hasStarted, startRun } from '@milepost/db/operations/lifecycle/start-run';
import type { NextStep } from '@milepost/contract/operation-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';
import type { Heartbeat } from '../activities/heartbeat';
import type { Dependencies } from '../startup/dependencies';
import { readServer } from '../plans/read-server';
import type { ServerReadings } from '../plans/server-readings';
import { rejectUnreadable, prepareIfNext } from './prepare-operation';
import { readCluster } from '../temporal/cluster';

/** The workflow run of this activity. */
function currentRun(): string {
  const runId = Context.current().info.workflowExecution?.runId;
  if (runId === undefined) throw new Error('An operation is carried out by its workflow');
  return runId;
}

/** Whether the workflow run of this activity executes the operation. */
export function isInRun({ db }: Pick<Dependencies, 'db'>, operationId: string): Promise<boolean> {
  return hasStarted(db, { operationId, runId: currentRun() });
}

const READ_SERVER: NextStep = {
  ...{ type: 'read_server', title: { code: 'reading_server' }, status: 'running' },
};

/**
 * What every activity begins with: its workflow run is recorded if it is not yet, due timeouts are applied, and the operation is prepared
 * if that is the next step. Where its plan depends on what is on the server, that is read between two transactions, while the queue is
 * held; an activity without a heartbeat leaves it to one that may wait. Returns the step after that.
 */
export async function enterRun(
  dependencies: Dependencies,
  operationId: string,
  heartbeat?: Heartbeat,
): Promise<NextStep> {
  const { db, engine, workerId, publishOperation } = dependencies;
  const runId = currentRun();
  const cluster = (await isInRun(dependencies, operationId)) ? null : await readCluster(engine);
  const start = async (tx: Transaction): Promise<OperationSnapshot> =>
    cluster === null ? look(tx) : startRun(tx, { operationId, runId, cluster, workerId });
  const look = async (tx: Transaction): Promise<OperationSnapshot> =>
    advanceSnapshot(tx, await lockOperation(tx, operationId));
  let prepared = await transaction(db, async (tx) =>
    prepareIfNext(tx, { ...dependencies, ...(await start(tx)), readings: {} }),
  );
  let readings: ServerReadings = {};
  for (;;) {
    publishOperation(operationId);
    if (prepared.wanted === null) return prepared.next;
    if (heartbeat === undefined) return READ_SERVER;
    try {
      const { wanted } = prepared;
      readings = { ...readings, ...(await readServer(dependencies, { operationId, wanted, heartbeat })) };
      prepared = await transaction(db, async (tx) =>
        prepareIfNext(tx, { ...dependencies, ...(await look(tx)), readings }),
      );
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      const { problem } = error;
      const next = await transaction(db, async (tx) =>
        rejectUnreadable(tx, { ...dependencies, ...(await look(tx)), problem }),
      );
      publishOperation(operationId);
      return next;
    }
  }
}
