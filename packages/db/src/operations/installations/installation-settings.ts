import { sql } from 'kysely';
import type { Transaction } from '../../client';
import type { JsonObject } from '../../kysely/column-values';

/** What an operation and its installation know of settings before the operation begins. */
export interface SettingsOfOperation {
  /** The public part of what was asked. */
  input: JsonObject;
  /** What was asked, sealed for the operation. */
  sealedSecrets: Uint8Array<ArrayBuffer> | null;
  /** Those of the installation, sealed for it. */
  installationSecrets: Uint8Array<ArrayBuffer> | null;
  server: { id: string; address: string; port: number; pinnedHostKey: string | null };
}

/** Throws where there is no such operation. */
export async function readSettingsOfOperation(
  tx: Transaction,
  operationId: string,
): Promise<SettingsOfOperation> {
  const row = await tx.kysely
    .selectFrom('operations as o')
    .innerJoin('installations as i', 'i.id', 'o.installationId')
    .innerJoin('servers as s', 's.id', 'o.serverId')
    .select(['o.input', 'o.sealedSecrets', 'i.begunSecrets as installationSecrets'])
    .select(['s.id', 's.address', 's.port', 's.pinnedHostKey'])
    .where('o.id', '=', operationId)
    .executeTakeFirstOrThrow();
  const { input, sealedSecrets, installationSecrets, ...server } = row;
  return { input, sealedSecrets, installationSecrets, server };
}

/** Stores the secrets that an operation runs with, sealed for it. */
export async function storeOperationSecrets(
  tx: Transaction,
  { operationId, sealedSecrets }: { operationId: string; sealedSecrets: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await tx.kysely
    .updateTable('operations')
    .set({ sealedSecrets: sql`${sealedSecrets}::bytea` })
    .where('id', '=', operationId)
    .execute();
}

interface InstallationRef {
  id: string;
  serverId: string;
  packageId: string;
}

/** What the rows have of an installation that is there; null where this server has none of this id and package. */
export async function readStoredInstallation(
  db: Transaction,
  { id, serverId, packageId }: InstallationRef,
): Promise<StoredSettings | null> {
  const row = await db.kysely
    .selectFrom('installations')
    .select(['id', 'begunInput', 'completedInput', 'version', 'begunSecrets'])
    .where('id', '=', id)
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .where('uninstalledAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export interface StoredSettings {
  id: string;
  /** The public input of the last install that began, and of the last one that completed. */
  begunInput: JsonObject | null;
  completedInput: JsonObject | null;
  version: string | null;
  /** Sealed for the installation. */
  begunSecrets: Uint8Array | null;
}
