import { modelTransaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { storeLogin } from '@milepost/db/servers/server-login';
import { insertServer } from '@milepost/db/servers/insert-server';
import type { Dependencies } from '../../../process/dependencies';
import { AppError } from '../../../errors/app-error';
import { requestError } from '../../../errors/request-error';
import type { ServerDetail } from '../../../views/views';
import { getServer } from '../get-server';
import { requestChange } from '../../requests/request-change';
import { sealLogin } from './login';
import type { Login } from './login';
import { readHostKey } from './read-host-key';

export interface NewServer {
  /** From the form, so that a second press is the same server. */
  id: string;
  name: string;
  address: string;
  port: number;
  username: string;
  login: Login;
  by: string;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'sealingKey' | 'notifier'>;

/**
 * Stores a server with its sealed login and reads its host key, for a person to compare. Nothing is stored of a server
 * that cannot be reached.
 */
export async function addServer(needed: Needed, server: NewServer): Promise<ServerDetail> {
  const { db, temporal, notifier } = needed;
  await insert(needed, server);
  const problem = await readHostKey(temporal, server.id);
  if (problem) {
    // Not if it was confirmed meanwhile in another tab.
    await discard(db, server);
    throw new AppError('PRECONDITION_FAILED', problem);
  }
  notifier.publishServer(server.id);
  return getServer(db, server.id);
}

async function insert({ db, sealingKey }: Needed, { login, by, ...server }: NewServer): Promise<void> {
  const { id, username } = server;
  const sealed = await sealLogin(sealingKey, server, login);
  await modelTransaction(db, async (tx) => {
    const inserted = await insertServer(tx, { ...server, by });
    if (inserted) await storeLogin(tx, { serverId: id, username, sealed });
    else await assertSame(tx, server);
  });
  await assertAddressUnused(db, { ...server, by });
}

/** A second press finds its own row; another server of this name is a conflict. */
async function assertSame(
  tx: Pick<Database, 'server'>,
  { id, name, address, port }: Pick<NewServer, 'id' | 'name' | 'address' | 'port'>,
): Promise<void> {
  const same = await tx.server.count({ where: { id, name, address, port, status: { not: 'removed' } } });
  if (same > 0) return;
  throw requestError('CONFLICT', { code: 'server_name_taken', name }, { field: 'name' });
}

async function assertAddressUnused(
  db: Database,
  { id, address, port, by }: Pick<NewServer, 'id' | 'address' | 'port' | 'by'>,
): Promise<void> {
  const duplicate = await db.server.findFirst({
    where: {
      id: { not: id },
      status: { not: 'removed' },
      address: { equals: address, mode: 'insensitive' },
      port,
    },
    select: { name: true },
  });
  if (!duplicate) return;
  await discard(db, { id, by });
  const taken = { code: 'server_address_taken', name: duplicate.name } as const;
  throw requestError('CONFLICT', taken, { field: 'address' });
}

function discard(db: Database, { id: serverId, by }: Pick<NewServer, 'id' | 'by'>): Promise<void> {
  return requestChange(db, { request: { kind: 'discard_server', serverId }, by });
}
