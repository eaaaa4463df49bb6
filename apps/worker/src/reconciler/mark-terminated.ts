import { transaction } from '@milepost/db/client';
import { markInterrupted } from '@milepost/db/operations/lifecycle/interruption';
import type { TerminatedRun } from '@milepost/db/operations/delivery/list-reconcilable';
import type { ReconcilerOptions } from './reconciler-options';

/** Records that a run was terminated, unless that is known or a later run executes the operation. */
export async function markTerminated(
  { db, log, publishOperation }: Pick<ReconcilerOptions, 'db' | 'log' | 'publishOperation'>,
  run: TerminatedRun,
): Promise<void> {
  if (!(await transaction(db, (tx) => markInterrupted(tx, run)))) return;
  log.warn(run, 'A workflow was terminated in Temporal');
  publishOperation(run.operationId);
}
