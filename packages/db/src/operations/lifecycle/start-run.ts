import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { appendEvent } from '../events/append-event';
import { lockOperation } from '../lock-operation';
import { enqueueMessage } from '../delivery/outbox';
import { advanceSnapshot } from '../read-next-step';
import type { OperationSnapshot } from '../read-next-step';
import { hasEnded } from '@milepost/contract/statuses';

export interface Run {
  operationId: string;
  /** The workflow run that executes the operation. */
  runId: string;
  /** "<cluster id>/<namespace id>". */
  cluster: string;
  workerId: string;
}

/** Whether this workflow run executes the operation, and no later one does. */
export async function hasStarted(
  db: Transaction,
  { operationId, runId }: Pick<Run, 'operationId' | 'runId'>,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from operations where id = ${operationId} and run_id = ${runId}`;
  return rows.length > 0;
}

/**
 * Records that a workflow run executes the operation, once. It raises the fence, so that whatever an older run left behind starts nothing. A finished
 * operation is left alone. Where it is being canceled, the run before may have taken the cancellation with it: it is posted again.
 */
export async function startRun(
  tx: Transaction,
  { operationId, runId, cluster, workerId }: Run,
): Promise<OperationSnapshot> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.runId === runId) return advanceSnapshot(tx, operation);
  // It runs, so its start was delivered.
  const started = Prisma.sql`
    started as (
      update outbox set sent_at = clock_timestamp() where operation_id = ${operationId} and kind = 'start' and sent_at is null)`;
  await appendEvent(tx, {
    ...{ operationId, key: `run-started-${runId}`, type: 'run_started', data: { runId } },
    set: Prisma.sql`run_id = ${runId}, cluster = ${cluster}, worker_id = ${workerId}, fence = fence + 1`,
    extraCtes: [started],
  });
  if (operation.cancelRequestedBy !== null) await enqueueMessage(tx, { operationId, kind: 'cancel' });
  return advanceSnapshot(tx, { ...operation, runId, fence: operation.fence + 1 });
}
