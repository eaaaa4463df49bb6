import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import type { InstallationStatus } from '../../generated/client';
import { appendEvent } from '../events/append-event';
import { updateInstallation } from './update-installation';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import { operationBusyError, closeAsFailed, awaitsDecision } from '../lifecycle/close-undecided';
import { hasEnded } from '@milepost/contract/statuses';

interface DeleteRecord {
  installationId: string;
  /** The last operation on it, as the page showed it. */
  operationId: string;
  by: string;
  reason: string | null;
}

/**
 * Deletes the record of an installation that failed or is unknown, and nothing else: the server is not touched. What waits for a decision on it is given
 * up. Idempotent.
 *
 * @throws DatabaseError operation_not_found, not_now (also where a command may still run), superseded
 */
export async function deleteInstallationRecord(tx: Transaction, request: DeleteRecord): Promise<void> {
  const { installationId, operationId, by, reason } = request;
  const operation = await lockOperation(tx, operationId);
  await assertLatestOnInstallation(tx, { installationId, operation });
  if (!hasEnded(operation.status) && !awaitsDecision(operation)) throw operationBusyError(operation);
  await assertVerifiedStopped(tx, { installationId, operation });
  const status = await lockDeletable(tx, installationId);
  if (status === null) return;
  if (!hasEnded(operation.status)) await closeAsFailed(tx, { operation, by, reason });
  await updateInstallation(tx, {
    ...{ installationId, operationId, status, uninstalled: true },
    deletedBy: { by, reason },
  });
  const key = `record-deleted-${randomUUID()}`; // tried again, it is back, and may be deleted again
  await appendEvent(tx, { operationId, key, type: 'record_deleted', data: { by, reason } });
}

async function assertLatestOnInstallation(
  tx: Transaction,
  { installationId, operation }: { installationId: string; operation: LockedOperation },
): Promise<void> {
  const [newest] = await tx.$queryRaw<{ id: string; title: string }[]>`
    select id, title from operations where installation_id = ${installationId}
    order by requested_at desc, id desc limit 1`;
  if (newest?.id === operation.id) return;
  const sentence = newest
    ? `“${newest.title}” came after it: look at that one.`
    : 'It is of another installation.';
  throw new DatabaseError('superseded', sentence, { operationId: newest?.id ?? operation.id });
}

/** Without its record nobody would know what a command that still runs belongs to. */
async function assertVerifiedStopped(
  tx: Transaction,
  { installationId, operation: { serverId, queue } }: { installationId: string; operation: LockedOperation },
): Promise<void> {
  if (queue.blockedBy === null || queue.blocked === null) return;
  const blocking = await tx.$queryRaw<unknown[]>`
    select 1 from operations where id = ${queue.blockedBy} and installation_id = ${installationId}`;
  if (blocking.length === 0) return;
  throw new DatabaseError(
    'not_now',
    `${queue.blocked}: prove on ${queue.serverName} first that it has ended.`,
    {
      serverId,
      operationId: queue.blockedBy,
    },
  );
}

/** Its status; null where it has been deleted already. */
async function lockDeletable(tx: Transaction, installationId: string): Promise<'failed' | 'unknown' | null> {
  const [row] = await tx.$queryRaw<{ status: InstallationStatus; deleted: boolean }[]>`
    select status, uninstalled_at is not null as deleted from installations where id = ${installationId} for update`;
  if (!row || row.deleted) return null;
  if (row.status !== 'failed' && row.status !== 'unknown')
    throw new DatabaseError('not_now', 'It has not failed: uninstall it.', { installationId });
  return row.status;
}
