import type { Dependencies } from '../../../process/dependencies';
import { requestChangeNow } from '../../requests/request-change';

/** A person has looked at the server and says that nothing of what blocks its queue runs there. */
export async function unblockQueue(
  { db, notifier }: Pick<Dependencies, 'db' | 'notifier'>,
  { serverId, by }: { serverId: string; by: string },
): Promise<{ released: true }> {
  await requestChangeNow(db, { request: { kind: 'unblock_queue', serverId }, by });
  notifier.publishServer(serverId);
  return { released: true };
}
