import type { ModelTransaction } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import { AppError } from '../../errors/app-error';

/** The server of this id, or a sentence, also where it was removed. */
export async function requireServer(db: ModelTransaction, serverId: string): Promise<Server> {
  const server = await db.server.findUnique({ where: { id: serverId } });
  if (!server) throw new AppError('NOT_FOUND', 'Server not found.');
  if (server.status === 'removed') throw new AppError('NOT_FOUND', `${server.name} was removed.`);
  return server;
}
