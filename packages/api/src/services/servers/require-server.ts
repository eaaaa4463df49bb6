import type { ModelTransaction } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import { requestError } from '../../errors/request-error';

/** The server of this id, or a sentence, also where it was removed. */
export async function requireServer(db: ModelTransaction, serverId: string): Promise<Server> {
  const server = await db.server.findUnique({ where: { id: serverId } });
  if (!server) throw requestError('NOT_FOUND', { code: 'server_not_found' });
  if (server.status === 'removed')
    throw requestError('NOT_FOUND', { code: 'server_removed', name: server.name });
  return server;
}
