import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { Transaction } from '../../client';
import type { InstallationStatus } from '../../generated/client';
import { updateInstallation } from '../installations/update-installation';
import { requeue } from '../queue/server-queue';
import type { LockedOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';

interface ReopenInput {
  operation: LockedOperation;
  /** Named by what caused it. */
  attemptKey: string;
  direction?: 1 | -1;
}

/**
 * Returns the operation to its server's queue: at its old place, under a new attempt key and a higher
 * fence; its preconditions are checked again when it holds the queue. The operation is locked; its workflow is woken, or started where none waits.
 */
export async function reopenOperation(
  tx: Transaction,
  { operation, attemptKey, direction = operation.direction }: ReopenInput,
): Promise<void> {
  const { id: operationId, serverId: queueId, installationId, interrupted, status } = operation;
  const waits = interrupted === null && status !== 'failed';
  await tx.$executeRaw`
    update operations set status = 'queued', outcome = null, conclusion = null, ended_at = null, notice = null, retry_at = null,
      decision_deadline = null, prepared = false, interrupted = null, direction = ${direction}, fence = fence + 1, attempt_key = ${attemptKey},
      run_id = case when ${waits} then run_id end, dispatched_at = clock_timestamp()
    where id = ${operationId}`;
  const installationStatus = waitingStatus(operation, direction);
  if (installationStatus)
    await updateInstallation(tx, { installationId, operationId, status: installationStatus });
  await requeue(tx, { queueId, operationId });
  await enqueueMessage(tx, { operationId, kind: waits ? 'wake' : 'start' });
}

/** What has begun is never `pending` again: what conflicts with it would pass while it waits for its queue. */
function waitingStatus({ kind, milestones }: LockedOperation, direction: 1 | -1): InstallationStatus | null {
  const { queued, running, rollingBack } = installationStatuses(kind);
  if (direction === -1) return rollingBack;
  const begun = milestones.some(({ attempts }) => attempts > 0);
  return begun ? running : queued;
}
