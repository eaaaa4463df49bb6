import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { literalRows } from '../../kysely/expressions';
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
 * @throws DatabaseError operation_not_found, operation_unfinished, command_not_verified, installation_not_failed, later_operation,
 *   other_installation
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
  const newest = await tx.kysely
    .selectFrom('operations')
    .select(['id', 'title'])
    .where('installationId', '=', installationId)
    .orderBy('requestedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(literalRows(1))
    .executeTakeFirst();
  if (newest?.id === operation.id) return;
  throw new DatabaseError(
    newest
      ? { code: 'later_operation', operationId: newest.id, title: newest.title }
      : { code: 'other_installation', operationId: operation.id },
  );
}

/** Without its record nobody would know what a command that still runs belongs to. */
async function assertVerifiedStopped(
  tx: Transaction,
  { installationId, operation: { queue } }: { installationId: string; operation: LockedOperation },
): Promise<void> {
  if (queue.blockedBy === null || queue.blocked === null) return;
  const blocking = await tx.kysely
    .selectFrom('operations')
    .select('id')
    .where('id', '=', queue.blockedBy)
    .where('installationId', '=', installationId)
    .executeTakeFirst();
  if (!blocking) return;
  throw new DatabaseError({
    code: 'command_not_verified',
    operationId: queue.blockedBy,
    serverName: queue.serverName,
    command: queue.blocked,
  });
}

/** Its status; null where it has been deleted already. */
async function lockDeletable(tx: Transaction, installationId: string): Promise<'failed' | 'unknown' | null> {
  const row = await tx.kysely
    .selectFrom('installations')
    .select(['status', 'uninstalledAt'])
    .where('id', '=', installationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.uninstalledAt !== null) return null;
  if (row.status !== 'failed' && row.status !== 'unknown')
    throw new DatabaseError({ code: 'installation_not_failed', installationId });
  return row.status;
}
