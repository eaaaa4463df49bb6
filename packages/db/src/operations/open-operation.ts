import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { appendEvent } from './append-event';
import { lockOperation } from './lock-operation';
import { post } from './outbox';
import { standingAfter } from './read-next';
import type { Standing } from './read-next';
import { hasEnded } from './words';

interface Run {
  operationId: string;
  /** The workflow run that takes it up. */
  runId: string;
  /** "<cluster id>/<namespace id>". */
  cluster: string;
}

/**
 * A new run raises the fence, so that whatever an older one left behind starts nothing. A finished operation is left alone. Where it is
 * being cancelled, the run before may have taken the cancellation with it: this one is told anew.
 */
export async function openOperation(
  tx: Transaction,
  { operationId, runId, cluster }: Run,
): Promise<Standing> {
  const operation = await lockOperation(tx, operationId);
  if (hasEnded(operation.status) || operation.runId === runId) return standingAfter(tx, operation);
  // That it runs proves that its start was delivered.
  const started = Prisma.sql`
    started as (
      update outbox set sent_at = clock_timestamp() where operation_id = ${operationId} and kind = 'start' and sent_at is null)`;
  await appendEvent(tx, {
    ...{ operationId, key: `opened-${runId}`, type: 'opened', data: { runId } },
    set: Prisma.sql`run_id = ${runId}, cluster = ${cluster}, fence = fence + 1`,
    also: [started],
  });
  if (operation.cancelAskedBy !== null) await post(tx, { operationId, kind: 'cancel' });
  return standingAfter(tx, { ...operation, runId, fence: operation.fence + 1 });
}
