import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { unverifiedMessage } from '@milepost/contract/messages/conclusions';
import type { Database } from '@milepost/db/client';
import type { ServerDetail } from '../../../views/views';

/** What blocks a server's queue: the command that is not verified to have stopped. */
export async function readBlocked(db: Database, serverId: string): Promise<ServerDetail['blocked']> {
  const queue = await db.serverQueue.findUnique({ where: { id: serverId } });
  if (!queue?.blocked || !queue.blockedBy || !queue.blockedAt) return null;
  const operation = await db.operation.findUnique({
    where: { id: queue.blockedBy },
    select: { id: true, title: true },
  });
  const sentence = unverifiedMessage(queue.blocked as unknown as UnverifiedCommand);
  return operation && { sentence, operation, since: queue.blockedAt.toISOString() };
}
