import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { transaction } from '@milepost/db/client';
import { markInterrupted, takeUpWhenGone } from '@milepost/db/operations/interruption';
import { setStandingStill } from '@milepost/db/operations/standing-still';
import type { UnsureOperation } from '@milepost/db/operations/unsure-operations';
import { operationWorkflowId } from '@milepost/packages-core/contract/operation-workflow';
import { bounded } from '../temporal/client';
import { readCluster } from '../temporal/cluster';
import type { ReconcilerOptions } from './reconciler';

/**
 * Compares one open operation with its workflow in `cluster`: a terminated one is marked, one without a workflow gets a
 * new run. Does nothing when another cluster answers by now.
 */
export async function compareOperation(
  { db, engine, log, kick, committed }: ReconcilerOptions,
  { id: operationId, runId }: UnsureOperation,
  cluster: string,
): Promise<void> {
  const workflow = await describe(engine, operationId);
  if (workflow?.status === 'RUNNING') {
    if (await setStandingStill(db, { operationId, stands: workflow.failedTasks >= STANDS_STILL })) {
      log.warn({ operationId, ...workflow }, 'Whether a workflow stands still has changed');
      committed(operationId);
    }
    return;
  }
  if (workflow?.status === 'TERMINATED') {
    const marked = await transaction(db, (tx) => markInterrupted(tx, { operationId, runId: workflow.runId }));
    if (!marked) return;
    log.warn({ operationId, runId: workflow.runId }, 'A workflow was terminated in Temporal');
  } else {
    if ((await readCluster(engine)) !== cluster) return; // it was another Temporal that knows of no such workflow
    if (!(await transaction(db, (tx) => takeUpWhenGone(tx, { operationId, runId })))) return;
    log.warn(
      { operationId, found: workflow?.status ?? 'none' },
      'An open operation had no workflow: it gets a new run',
    );
    kick();
  }
  committed(operationId);
}

/** So many failures of one workflow task are no passing trouble: the workers do not know the code that the run was begun with. */
const STANDS_STILL = 3;

/** Null when Temporal knows no such workflow. */
async function describe(
  engine: Client,
  operationId: string,
): Promise<{ status: string; runId: string; failedTasks: number } | null> {
  try {
    const { status, runId, raw } = await bounded(engine, () =>
      engine.workflow.getHandle(operationWorkflowId(operationId)).describe(),
    );
    const failedTasks = Math.max(0, (raw.pendingWorkflowTask?.attempt ?? 1) - 1);
    return { status: status.name, runId, failedTasks };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
