import { transaction } from '@milepost/db/client';
import { unblockQueue as release } from '@milepost/db/operations/queue/unblock-queue';
import type { Dependencies } from '../../../process/dependencies';

/** A person has looked at the server and says that nothing of what blocks its queue runs there. */
export async function unblockQueue(
  { db, notifier }: Pick<Dependencies, 'db' | 'notifier'>,
  { serverId, by }: { serverId: string; by: string },
): Promise<{ released: true }> {
  const operationId = await transaction(db, (tx) => release(tx, { queueId: serverId, by }));
  notifier.publishOperation(operationId);
  notifier.publishServer(serverId);
  return { released: true };
}
