import type { Transaction } from '../client';
import { DatabaseError } from '../errors';

/**
 * Refuses what is about to begin on a removed server. Whoever removes it locks its operations and its row first.
 *
 * @throws DatabaseError server_removed
 */
export async function assertNotRemoved(tx: Transaction, serverId: string): Promise<void> {
  const server = await tx.kysely
    .selectFrom('servers')
    .select(['name', 'removedAt'])
    .where('id', '=', serverId)
    .executeTakeFirst();
  if (!server?.removedAt) return;
  throw new DatabaseError({ code: 'server_removed', serverId, serverName: server.name });
}
