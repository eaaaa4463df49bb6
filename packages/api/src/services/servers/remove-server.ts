import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { modelTransaction } from '@milepost/db/client';
import type { ModelTransaction } from '@milepost/db/client';
import { lockForRemoval, retireServer } from '@milepost/db/servers/retire-server';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import { cleanUpServer } from './clean-up-server';
import { requireServer } from './require-server';

export interface RemoveServer {
  serverId: string;
  /** Remove Milepost's key and files from the server first; nothing is deleted where that fails. */
  cleanUp: boolean;
  by: string;
}

/**
 * Removes a server and its keys from the console; the history of its operations stays, and what is installed on it too. `remains`: what
 * stays of Milepost on a server that was cleaned up, copies of original files included, a path each. Refused while operations are open.
 */
export async function removeServer(
  { db, notifier, temporal }: Pick<Dependencies, 'db' | 'notifier' | 'temporal'>,
  { serverId, cleanUp, by }: RemoveServer,
): Promise<{ removed: true; remains: string[] }> {
  const server = await requireServer(db, serverId);
  await assertNoOpenOperations(db, server);
  const remains = cleanUp ? await cleanUpServer(temporal, server) : [];
  await modelTransaction(db, async (tx) => {
    await lockForRemoval(tx, serverId);
    await assertNoOpenOperations(tx, await requireServer(tx, serverId));
    await retireServer(tx, { serverId, by });
  });
  notifier.publishServer(serverId);
  return { removed: true, remains };
}

async function assertNoOpenOperations(
  tx: ModelTransaction,
  { id: serverId, name }: { id: string; name: string },
): Promise<void> {
  const open = await tx.operation.count({
    where: { serverId, status: { notIn: [...OPERATION_OUTCOMES] } },
  });
  if (open > 0) throw requestError('PRECONDITION_FAILED', { code: 'server_has_open_operations', name, open });
}
