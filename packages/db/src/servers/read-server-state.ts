import type { ServerFacts } from '@milepost/contract/facts';
import type { Transaction } from '../client';
import type { Installation, Server } from '../types';

/** A server as it is now, and what is installed on it beside one package. */
export interface ServerState extends Pick<Server, 'name' | 'status' | 'problem'> {
  /** Null before it has joined. */
  facts: ServerFacts | null;
  installed: Pick<Installation, 'packageId' | 'status'>[];
}

/** Throws where there is no such server. */
export async function readServerState(
  db: Transaction,
  { serverId, exceptPackageId }: { serverId: string; exceptPackageId: string },
): Promise<ServerState> {
  const [server] = await db.$queryRaw<ServerState[]>`
    select name, status, problem, facts, (
      select coalesce(json_agg(json_build_object('packageId', package_id, 'status', status)), '[]') from installations
      where server_id = s.id and uninstalled_at is null and package_id <> ${exceptPackageId}) as installed
    from servers s where id = ${serverId}`;
  if (!server) throw new Error(`There is no server ${serverId}`);
  return server;
}
