import type { Transaction } from '../client';
import { DatabaseError } from '../errors';

/**
 * Refuses what is about to begin on a removed server. Until the transaction ends nobody removes it.
 *
 * @throws DatabaseError server_removed
 */
export async function assertNotRemoved(tx: Transaction, serverId: string): Promise<void> {
  const server = await tx.kysely
    .selectFrom('servers')
    .select(['name', 'removedAt'])
    .where('id', '=', serverId)
    .forKeyShare()
    .executeTakeFirst();
  if (!server?.removedAt) return;
  throw new DatabaseError({ code: 'server_removed', serverId, serverName: server.name });
}
