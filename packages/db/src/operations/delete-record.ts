import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { changeInstallation } from './change-installation';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { atWork, endWaiting, waitsForDecision } from './make-way';
import { hasEnded } from './words';

interface DeleteRecord {
  installationId: string;
  /** The last operation on it, as the page showed it. */
  operationId: string;
  by: string;
  reason: string | null;
}

/**
 * Deletes the record of a failed installation, and nothing else: the server is not touched. What waits for a decision on it is given
 * up. Done twice is done once.
 *
 * @throws DatabaseError operation_not_found, not_now (also where a command may still run), superseded
 */
export async function deleteRecord(tx: Transaction, asked: DeleteRecord): Promise<void> {
  const { installationId, operationId, by, reason } = asked;
  const operation = await lockOperation(tx, operationId);
  await refuseOlder(tx, { installationId, operation });
  if (!hasEnded(operation.status) && !waitsForDecision(operation)) throw atWork(operation);
  await refuseUnproven(tx, { installationId, operation });
  if (await isDeleted(tx, installationId)) return;
  if (!hasEnded(operation.status)) await endWaiting(tx, { operation, by, reason });
  await changeInstallation(tx, {
    ...{ installationId, operationId, status: 'failed', uninstalled: true },
    deletedBy: { by, reason },
  });
  const key = `record-deleted-${randomUUID()}`; // tried again, it is back, and may be deleted again
  await appendEvent(tx, { operationId, key, type: 'record_deleted', data: { by, reason } });
}

async function refuseOlder(
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
async function refuseUnproven(
  tx: Transaction,
  { installationId, operation: { serverId, lane } }: { installationId: string; operation: LockedOperation },
): Promise<void> {
  if (lane.blockedBy === null || lane.blocked === null) return;
  const its = await tx.$queryRaw<unknown[]>`
    select 1 from operations where id = ${lane.blockedBy} and installation_id = ${installationId}`;
  if (its.length === 0) return;
  throw new DatabaseError(
    'not_now',
    `${lane.blocked}: prove on ${lane.serverName} first that it has ended.`,
    {
      serverId,
      operationId: lane.blockedBy,
    },
  );
}

/** Whether it has been deleted already. Locks it. */
async function isDeleted(tx: Transaction, installationId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ status: string; deleted: boolean }[]>`
    select status, uninstalled_at is not null as deleted from installations where id = ${installationId} for update`;
  if (row && !row.deleted && row.status !== 'failed')
    throw new DatabaseError('not_now', 'It has not failed: uninstall it.', { installationId });
  return row?.deleted !== false;
}
