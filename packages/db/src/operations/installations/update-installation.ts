import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import type { DiscoveredValues } from '../../kysely/column-values';
import type { InstallationStatus } from '../../generated/client';

export interface InstallationChange {
  installationId: string;
  operationId: string;
  status: InstallationStatus;
  /** What it was found to be; left as it is when absent. */
  record?: InstallationRecord;
  /** Its settings: an install begins with new ones, completes with those it began with, or is taken back to the completed ones. */
  settings?: { begun: InstallationSettings; owns: readonly string[] } | 'completed' | 'reverted';
  /** An update has run: the newer version that was offered may be what is there now. */
  updated?: boolean;
  /** It leaves every live view. */
  uninstalled?: boolean;
  /** The person who deleted the record alone. */
  deletedBy?: { by: string; reason: string | null };
}

export interface InstallationRecord {
  version: string | null;
  configuration: object;
  /** What its package discovered about it, by name; a name that is left out stays as it is. */
  discovered?: DiscoveredValues;
}

export interface InstallationSettings {
  /** The public input. */
  input: object;
  /** The secrets that belong to it, sealed for the installation and its server; null where it has none. */
  sealedSecrets: Uint8Array<ArrayBuffer> | null;
}

/** Changes an installation and keeps a line of how it came to be so. */
export async function updateInstallation(tx: Transaction, change: InstallationChange): Promise<void> {
  await tx.$executeRaw`with ${installationUpdateCtes(change)} select 1`;
}

/** The secrets of what is uninstalled are not kept. */
function settingsAssignments({ settings, uninstalled = false }: InstallationChange): Prisma.Sql {
  if (uninstalled) return Prisma.sql`begun_secrets = null, completed_secrets = null, owned_paths = '{}'`;
  if (settings === 'completed')
    return Prisma.sql`completed_input = begun_input, completed_secrets = begun_secrets`;
  if (settings === 'reverted')
    return Prisma.sql`begun_input = completed_input, begun_secrets = completed_secrets`;
  if (settings === undefined) return Prisma.sql`begun_input = begun_input`;
  const { input, sealedSecrets } = settings.begun;
  // What an earlier install wrote may still be there.
  const owned = Prisma.sql`array(select distinct unnest(owned_paths || ${[...settings.owns]}::text[]) order by 1)`;
  return Prisma.sql`begun_input = ${JSON.stringify(input)}::jsonb, begun_secrets = ${sealedSecrets}::bytea, owned_paths = ${owned}`;
}

/** What was newer than another version says nothing of this one. */
function availableAssignments({ record, updated = false }: InstallationChange): Prisma.Sql {
  const kept = Prisma.sql`(not ${updated} and (${record === undefined} or version is not distinct from ${record?.version ?? null}))`;
  return Prisma.sql`available_version = case when ${kept} then available_version end,
        version_held = ${kept} and version_held, package_lists_at = case when ${kept} then package_lists_at end`;
}

/** What was found of it before an operation ran says nothing of it any more. A common table expression, for an operation that leaves its status alone. */
export const forgetDriftCte = (installationId: string): Prisma.Sql => Prisma.sql`
  drift_forgotten as (
    update installations set updated_at = clock_timestamp(), drift = null, drift_checked_at = null where id = ${installationId})`;

/** The same as common table expressions, for a statement that does more. */
export function installationUpdateCtes(change: InstallationChange): Prisma.Sql {
  const { installationId, operationId, status, record, uninstalled = false, deletedBy } = change;
  const configuration = record ? JSON.stringify(record.configuration) : null;
  const discovered = record?.discovered ? JSON.stringify(record.discovered) : null;
  return Prisma.sql`
    changed as (
      update installations set status = ${status}::installation_status, updated_at = clock_timestamp(), drift = null, drift_checked_at = null,
        version = case when ${record !== undefined} then ${record?.version ?? null} else version end,
        configuration = coalesce(${configuration}::jsonb, configuration), discovered = discovered || coalesce(${discovered}::jsonb, '{}'), ${settingsAssignments(change)},
        ${availableAssignments(change)},
        installed_at = case when ${status} = 'active' then coalesce(installed_at, clock_timestamp()) else installed_at end,
        uninstalled_at = case when ${uninstalled} then clock_timestamp() end
      where id = ${installationId} returning *),
    -- What is left of its children by then ends with it: any other has prevented its uninstall.
    ended as (
      update installations set status = 'uninstalled', uninstalled_at = clock_timestamp(), updated_at = clock_timestamp(), drift = null,
        drift_checked_at = null, begun_secrets = null, completed_secrets = null, owned_paths = '{}'
      where parent_id = ${installationId} and uninstalled_at is null and ${uninstalled && !deletedBy} returning *),
    children as (
      insert into installation_records (id, installation_id, operation_id, status, uninstalled, version, configuration)
      select gen_random_uuid()::text, id, ${operationId}, status, true, version, configuration from ended),
    recorded as (
      insert into installation_records (id, installation_id, operation_id, status, uninstalled, version, configuration, "by", reason)
      select ${randomUUID()}, id, ${operationId}, status, ${uninstalled}, version, configuration,
        ${deletedBy?.by ?? null}, ${deletedBy?.reason ?? null} from changed)`;
}
