import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { raiseFence } from '@milepost/db/operations/queue/raise-fence';
import { recordVerifiedStopped } from '@milepost/db/operations/queue/unblock-queue';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Dependencies } from '../startup/dependencies';
import { remainingProcesses, stopAll } from './stop-all';
import { stopSummary } from './stop-summary';

interface VerifyInput {
  serverId: string;
  connector: HostConnector;
  say: (state: ActivityState) => void;
}

/**
 * Stops and fences off, on the server, what blocks its queue, and unblocks the queue when nothing of it is left. Returns the
 * processes that are still there; null when it is verified, or nothing was blocked. Throws HostError when the server cannot be used.
 */
export async function verifyServerStopped(
  { db, publishOperation, publishServer }: Pick<Dependencies, 'db' | 'publishOperation' | 'publishServer'>,
  { serverId, connector, say }: VerifyInput,
): Promise<string[] | null> {
  const queue = await db.serverQueue.findUnique({ where: { id: serverId }, select: { blockedBy: true } });
  const operationId = queue?.blockedBy;
  if (!operationId) return null;
  // The fence is raised first: an earlier request cannot start again what is stopped.
  const operation = await transaction(db, (tx) => raiseFence(tx, operationId));
  const commands = await db.command.findMany({
    where: { operationId },
    select: { key: true, answer: true, endedAt: true, spoolId: true },
  });
  const answers = await stopAll({ connector, operation, commands, say });
  await withReconnect(connector, (host) => host.fence(operationId, operation.fence)); // also where there was nothing to stop
  const remaining = remainingProcesses(answers);
  if (remaining.length > 0) return remaining;
  const stopped = stopSummary(answers);
  await transaction(db, async (tx) => {
    await recordVerifiedStopped(tx, { operation: await lockOperation(tx, operationId), by: null, stopped });
  });
  publishOperation(operationId);
  publishServer(serverId);
  return null;
}
