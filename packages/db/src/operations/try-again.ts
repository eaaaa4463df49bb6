import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { DatabaseError, isUniqueViolation } from '../errors';
import { appendEvent } from './append-event';
import { changeInstallation } from './change-installation';
import { queueAgain } from './lanes';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { post } from './outbox';

interface TryAgain {
  operationId: string;
  /** The decision point that is answered, as the page showed it. */
  point: number;
  by: string;
}

/**
 * Opens a failed operation again, from the milestone that failed. One answer a decision point: who comes second is told
 * who was first. The workflow's failed run may take a moment to close after the rows say `failed`: no run has this one
 * until `runId` says so.
 *
 * @throws DatabaseError operation_not_found, already_decided (fields: by), nothing_to_try_again, superseded
 */
export async function tryAgain(tx: Transaction, { operationId, point, by }: TryAgain): Promise<void> {
  const operation = await lockOperation(tx, operationId);
  await refuseSecond(tx, { operationId, point });
  if (operation.status !== 'failed' || operation.decisionPoint !== point) {
    throw new DatabaseError('nothing_to_try_again', 'There is nothing to try again.', { operationId });
  }
  await refuseSuperseded(tx, operation);

  const id = randomUUID();
  await tx.$executeRaw`
    insert into decisions (id, operation_id, point, action, decided_by) values (${id}, ${operationId}, ${point}, 'retry', ${by})`;
  await reopen(tx, { operation, epoch: `decision-${id}` });
  const data = { point, action: 'retry', by, reason: null };
  await appendEvent(tx, { operationId, key: `decided-${point}`, type: 'decided', data });
  await changeInstallation(tx, {
    installationId: operation.installationId,
    operationId,
    status: AGAIN[operation.kind],
  });
  await queueAgain(tx, { laneId: operation.serverId, operationId });
  await post(tx, { operationId, kind: 'start' });
}

const AGAIN = { install: 'pending', update: 'updating', uninstall: 'uninstalling' } as const;

async function reopen(
  tx: Transaction,
  { operation, epoch }: { operation: LockedOperation; epoch: string },
): Promise<void> {
  const { id } = operation;
  await tx.$executeRaw`
    with milestone as (
      update milestones set status = 'pending', guarded = '{}', state = null, phase = null, retries = 0,
        failure = null, started_at = null, ended_at = null
      where operation_id = ${id} and status = 'failed')
    update operations set status = 'queued', outcome = null, conclusion = null, ended_at = null, notice = null,
      retry_at = null, prepared = false, run_id = null, fence = fence + 1, epoch = ${epoch},
      dispatched_at = clock_timestamp()
    where id = ${id}`.catch((error: unknown) => {
    throw isUniqueViolation(error) ? superseded({ id, title: 'Another operation' }) : error;
  });
}

async function refuseSecond(
  tx: Transaction,
  { operationId, point }: { operationId: string; point: number },
): Promise<void> {
  const first = await tx.decision.findUnique({ where: { operationId_point: { operationId, point } } });
  if (!first) return;
  const { decidedBy: by, action } = first;
  throw new DatabaseError('already_decided', `${by} already decided: ${action}.`, { by, action });
}

/** What came later on the same server and package has the word now. */
async function refuseSuperseded(
  tx: Transaction,
  { id, serverId, packageId }: LockedOperation,
): Promise<void> {
  const newest = await tx.operation.findFirst({
    where: { serverId, packageId },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, title: true },
  });
  if (newest && newest.id !== id) throw superseded(newest);
}

function superseded({ id, title }: { id: string; title: string }): DatabaseError {
  return new DatabaseError('superseded', `“${title}” came after it: start anew instead.`, {
    operationId: id,
  });
}
