import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import { jsonBuildObject } from 'kysely/helpers/postgres';
import type { Transaction } from '../client';
import type { Installation, Server } from '../types';

/** A server as it is now, and what is installed on it beside one package. */
export interface ServerState extends Pick<Server, 'name' | 'status'> {
  problem: ServerProblem | null;
  /** Null before it has joined. */
  facts: ServerFacts | null;
  installed: Pick<Installation, 'packageId' | 'status'>[];
}

/** Throws where there is no such server. */
export async function readServerState(
  db: Transaction,
  { serverId, exceptPackageId }: { serverId: string; exceptPackageId: string },
): Promise<ServerState> {
  const server = await db.kysely
    .selectFrom('servers')
    .select(['name', 'status', 'problem', 'facts'])
    .select((eb) =>
      eb
        .selectFrom('installations as i')
        .select((eb) => {
          const entry = { packageId: eb.ref('i.packageId'), status: eb.ref('i.status') };
          return eb.fn.jsonAgg(jsonBuildObject(entry)).as('installed');
        })
        .whereRef('i.serverId', '=', 'servers.id')
        .where('i.uninstalledAt', 'is', null)
        .where('i.packageId', '<>', exceptPackageId)
        .as('installed'),
    )
    .where('id', '=', serverId)
    .executeTakeFirst();
  if (!server) throw new Error(`There is no server ${serverId}`);
  return { ...server, installed: server.installed ?? [] };
}
