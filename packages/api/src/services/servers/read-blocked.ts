import type { Database } from '@milepost/db/client';
import type { ServerDetail } from '../../views';

/** What blocks a server's lane: the command of which nothing proves that it has ended. */
export async function readBlocked(db: Database, serverId: string): Promise<ServerDetail['blocked']> {
  const lane = await db.lane.findUnique({ where: { id: serverId } });
  if (!lane?.blocked || !lane.blockedBy || !lane.blockedAt) return null;
  const operation = await db.operation.findUnique({
    where: { id: lane.blockedBy },
    select: { id: true, title: true },
  });
  return operation && { sentence: lane.blocked, operation, since: lane.blockedAt.toISOString() };
}
