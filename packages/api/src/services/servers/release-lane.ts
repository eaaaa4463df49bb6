import { transaction } from '@milepost/db/client';
import { releaseLane as release } from '@milepost/db/operations/release-lane';
import type { Dependencies } from '../../dependencies';

/** A person has looked at the server and says that nothing of what blocks its lane runs there. */
export async function releaseLane(
  { db, notifier }: Pick<Dependencies, 'db' | 'notifier'>,
  { serverId, by }: { serverId: string; by: string },
): Promise<{ released: true }> {
  const operationId = await transaction(db, (tx) => release(tx, { laneId: serverId, by }));
  notifier.touch(operationId);
  notifier.touchServer(serverId);
  return { released: true };
}
