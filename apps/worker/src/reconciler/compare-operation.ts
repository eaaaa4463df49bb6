import { transaction } from '@milepost/db/client';
import { restartIfMissing } from '@milepost/db/operations/lifecycle/interruption';
import { setWorkflowStuck } from '@milepost/db/operations/delivery/workflow-stuck';
import type { ReconcilableOperation } from '@milepost/db/operations/delivery/list-reconcilable';
import { readCluster } from '../temporal/cluster';
import { describeWorkflow } from './describe-workflow';
import { markTerminated } from './mark-terminated';
import type { ReconcilerOptions } from './reconciler-options';

/**
 * Compares one open operation with its workflow in `cluster`: a terminated one is marked, one without a workflow gets a
 * new run. Does nothing when another cluster answers by now.
 */
export async function compareOperation(
  options: ReconcilerOptions,
  { id: operationId, workflowId, runId }: ReconcilableOperation,
  cluster: string,
): Promise<void> {
  const { db, engine, log, publishOperation } = options;
  const workflow = await describeWorkflow(engine, workflowId);
  if (workflow?.status === 'RUNNING') {
    if (await setWorkflowStuck(db, { operationId, stuck: workflow.failedTasks >= STUCK_AFTER_FAILURES })) {
      log.warn({ operationId, ...workflow }, 'Whether a workflow stands still has changed');
      publishOperation(operationId);
    }
    return;
  }
  if (workflow?.status === 'TERMINATED') {
    await markTerminated(options, { operationId, workflowId, runId: workflow.runId });
  } else {
    if ((await readCluster(engine)) !== cluster) return; // it was another Temporal, which has no such workflow
    if (!(await transaction(db, (tx) => restartIfMissing(tx, { operationId, runId })))) return;
    log.warn(
      { operationId, found: workflow?.status ?? 'none' },
      'An open operation had no workflow: it gets a new run',
    );
    publishOperation(operationId);
  }
}

/** After so many failures of one workflow task the workers do not have the code that the run began with. */
const STUCK_AFTER_FAILURES = 3;
