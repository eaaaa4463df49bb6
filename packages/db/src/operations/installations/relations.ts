import type { InstallationStatus } from '@milepost/contract/statuses';
import type { Transaction } from '../../client';
import type { DiscoveredValues, JsonObject } from '../../kysely/column-values';

/** An installation as another one on its server may refer to it. */
export interface RelatedInstallation {
  id: string;
  packageId: string;
  parentId: string | null;
  status: InstallationStatus;
  /** The public input of the last install that began, and of the last one that completed. */
  begunInput: JsonObject | null;
  completedInput: JsonObject | null;
  version: string | null;
  discovered: DiscoveredValues;
  /** Of the last install that completed, sealed for the installation; null where it has none. */
  completedSecrets: Uint8Array | null;
}

/** What is on a server, in the order in which it came. `exceptId`: an installation that is left out. */
export async function readRelations(
  db: Transaction,
  { serverId, exceptId }: { serverId: string; exceptId: string | null },
): Promise<RelatedInstallation[]> {
  return db.kysely
    .selectFrom('installations')
    .select(['id', 'packageId', 'parentId', 'status', 'begunInput', 'completedInput', 'version'])
    .select(['discovered', 'completedSecrets'])
    .where('serverId', '=', serverId)
    .where('uninstalledAt', 'is', null)
    .$if(exceptId !== null, (query) => query.where('id', '<>', exceptId))
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}
