import type { Transaction } from '../client';
import type { InstallationStatus } from '../generated/client';
import { changeInstallation } from './change-installation';
import { queueAgain } from './lanes';
import type { LockedOperation } from './lock-operation';
import { post } from './outbox';

interface TakeUpAgain {
  operation: LockedOperation;
  /** Named by what caused it. */
  epoch: string;
  direction?: 1 | -1;
}

/**
 * Back into the line for the server after nothing of it ran there: at its old place, under an epoch of its own and a higher
 * fence, to be judged anew when the lane is held. The operation is locked; its workflow is woken, or started where none waits.
 */
export async function takeUpAgain(
  tx: Transaction,
  { operation, epoch, direction = operation.direction }: TakeUpAgain,
): Promise<void> {
  const { id: operationId, serverId: laneId, installationId, interrupted, status } = operation;
  const waits = interrupted === null && status !== 'failed';
  await tx.$executeRaw`
    update operations set status = 'queued', outcome = null, conclusion = null, ended_at = null, notice = null, retry_at = null,
      decide_before = null, prepared = false, interrupted = null, direction = ${direction}, fence = fence + 1, epoch = ${epoch},
      run_id = case when ${waits} then run_id end, dispatched_at = clock_timestamp()
    where id = ${operationId}`;
  await changeInstallation(tx, {
    installationId,
    operationId,
    status: waitingStatus(operation, direction),
  });
  await queueAgain(tx, { laneId, operationId });
  await post(tx, { operationId, kind: waits ? 'wake' : 'start' });
}

/** What has begun is never `pending` again: what conflicts with it would pass while it waits for its lane. */
function waitingStatus({ kind, milestones }: LockedOperation, direction: 1 | -1): InstallationStatus {
  if (direction === -1) return BACKWARDS[kind];
  const begun = milestones.some(({ attempts }) => attempts > 0);
  return kind === 'install' && begun ? 'installing' : FORWARDS[kind];
}

const FORWARDS = { install: 'pending', update: 'updating', uninstall: 'uninstalling' } as const;
const BACKWARDS = { install: 'uninstalling', update: 'updating', uninstall: 'installing' } as const;
