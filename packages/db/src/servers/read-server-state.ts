import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import { jsonBuildObject } from 'kysely/helpers/postgres';
import type { JsonObject } from '../kysely/column-values';
import type { Transaction } from '../client';
import type { Installation, Server } from '../types';

/** A server as it is now, and what is installed on it beside one installation. */
export interface ServerState extends Pick<Server, 'name' | 'status'> {
  problem: ServerProblem | null;
  /** Of the installation that is left out; null where it has that of its package. */
  title: string | null;
  /** Null before it has joined. */
  facts: ServerFacts | null;
  installed: (Pick<Installation, 'packageId' | 'title' | 'parentId' | 'status' | 'ownedPaths'> & {
    /** The public input of the last install that began. */
    begunInput: JsonObject | null;
  })[];
}

/** Throws where there is no such server. */
export async function readServerState(
  db: Transaction,
  { serverId, exceptInstallationId }: { serverId: string; exceptInstallationId: string },
): Promise<ServerState> {
  const server = await db.kysely
    .selectFrom('servers')
    .select(['name', 'status', 'problem', 'facts'])
    .select((eb) =>
      eb
        .selectFrom('installations as i')
        .select((eb) => {
          const entry = {
            packageId: eb.ref('i.packageId'),
            title: eb.ref('i.title'),
            parentId: eb.ref('i.parentId'),
            status: eb.ref('i.status'),
            ownedPaths: eb.ref('i.ownedPaths'),
            begunInput: eb.ref('i.begunInput'),
          };
          return eb.fn.jsonAgg(jsonBuildObject(entry)).as('installed');
        })
        .whereRef('i.serverId', '=', 'servers.id')
        .where('i.uninstalledAt', 'is', null)
        .where('i.id', '<>', exceptInstallationId)
        .as('installed'),
    )
    .select((eb) =>
      eb
        .selectFrom('installations as own')
        .select('own.title')
        .where('own.id', '=', exceptInstallationId)
        .as('title'),
    )
    .where('id', '=', serverId)
    .executeTakeFirst();
  if (!server) throw new Error(`There is no server ${serverId}`);
  return { ...server, installed: server.installed ?? [] };
}
