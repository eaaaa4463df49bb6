import { assertNoOpenOperations } from '@milepost/db/servers/retire-server';
import type { Dependencies } from '../../process/dependencies';
import { cleanUpServer } from './clean-up-server';
import { requestChangeNow } from '../requests/request-change';
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
  await assertNoOpenOperations(db, serverId);
  const remains = cleanUp ? await cleanUpServer(temporal, server) : [];
  await requestChangeNow(db, { request: { kind: 'remove_server', serverId }, by });
  notifier.publishServer(serverId);
  return { removed: true, remains };
}
