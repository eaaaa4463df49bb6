import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import type { ServerStatus } from '@milepost/contract/statuses';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { json, NOW } from '../kysely/expressions';

interface Confirmation {
  serverId: string;
  /** "ssh-ed25519 AAAA…": the key whose fingerprint a person has compared. */
  hostKey: string;
  by: string;
}

/**
 * Pins the host key that a person has compared; the server is enrolled next. Compare and set: of two confirmations one pins, and a key
 * that was read again meanwhile is not pinned unseen.
 *
 * @throws DatabaseError host_key_not_awaited
 */
export async function confirmHostKey(
  tx: Transaction,
  { serverId, hostKey, by }: Confirmation,
): Promise<void> {
  const { numUpdatedRows } = await tx.kysely
    .updateTable('servers')
    .set({
      ...{ status: 'enrolling', problem: null, pinnedHostKey: hostKey },
      ...{ hostKeyConfirmedBy: by, hostKeyConfirmedAt: NOW },
    })
    .where('id', '=', serverId)
    .where('status', '=', 'awaiting_confirmation')
    .where('offeredHostKey', '=', hostKey)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const server = await tx.kysely
    .selectFrom('servers')
    .select('name')
    .where('id', '=', serverId)
    .executeTakeFirst();
  throw new DatabaseError({ code: 'host_key_not_awaited', serverId, serverName: server?.name ?? serverId });
}

/** A server whose host key is pinned is enrolled again. Nothing happens to one that is ready. */
export async function reopenEnrollment(tx: Transaction, serverId: string): Promise<void> {
  await tx.kysely
    .updateTable('servers')
    .set({ status: 'enrolling', problem: null })
    .where('id', '=', serverId)
    .where('status', 'in', ['enrollment_failed', 'enrolling'])
    .execute();
}

/** The host key was read again, for a person to compare; a former one stays pinned until then. `status`: before it was read. */
export async function awaitConfirmation(
  tx: Transaction,
  { serverId, status }: { serverId: string; status: ServerStatus },
): Promise<void> {
  await tx.kysely
    .updateTable('servers')
    .set({ status: 'awaiting_confirmation', problem: null })
    .where('id', '=', serverId)
    .where('status', '=', status)
    .where('status', 'in', ['awaiting_confirmation', 'enrollment_failed', 'enrolling', 'host_key_changed'])
    .execute();
}

/** Temporal could not be reached, so nobody enrolls it. */
export async function failEnrollment(tx: Transaction, serverId: string): Promise<void> {
  await tx.kysely
    .updateTable('servers')
    .set({
      status: 'enrollment_failed',
      problem: json({ code: 'engine_unreachable' } satisfies ServerProblem),
    })
    .where('id', '=', serverId)
    .where('status', '=', 'enrolling')
    .execute();
}

/** Deletes a server whose host key nobody has confirmed; any other one stays. */
export async function discardServer(tx: Transaction, serverId: string): Promise<void> {
  await tx.kysely
    .deleteFrom('servers')
    .where('id', '=', serverId)
    .where('status', '=', 'awaiting_confirmation')
    .where('pinnedHostKey', 'is', null)
    .execute();
}
