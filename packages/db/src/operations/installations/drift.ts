import type { AvailableVersion } from '@milepost/contract/available-version';
import type { Drift } from '@milepost/contract/drift';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Transaction } from '../../client';
import { ENDED_STATUSES } from '../ended';
import { json, NOW } from '../../kysely/expressions';
import type { JsonObject } from '../../kysely/column-values';
import { readStopped } from './read-stopped';

/** An installation whose server can be compared with what its last completed install left there. */
export interface DriftSubject {
  installationId: string;
  packageId: string;
  /** What it lives in. */
  parentId: string | null;
  /** The public input of that install. */
  input: JsonObject;
  sealedSecrets: Uint8Array | null;
  facts: ServerFacts;
  server: { id: string; name: string; address: string; port: number; pinnedHostKey: string | null };
  /** A person has stopped its services through Milepost. */
  stopped: boolean;
  /** The installation has not changed since as long as it has this. */
  updatedAt: Date;
}

const isCheckable = (tx: Transaction) =>
  tx.kysely
    .selectFrom('installations as i')
    .innerJoin('servers as s', 's.id', 'i.serverId')
    .where('i.status', '=', 'active')
    .where('i.uninstalledAt', 'is', null)
    .where('i.completedInput', 'is not', null)
    .where('s.status', '=', 'ready')
    .where('s.facts', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('operations as o')
            .select('o.id')
            .whereRef('o.installationId', '=', 'i.id')
            .where('o.status', 'not in', ENDED_STATUSES),
        ),
      ),
    );

/** Null where it is not active, was never installed by Milepost, or an operation on it is open. */
export async function readDriftSubject(
  tx: Transaction,
  installationId: string,
): Promise<DriftSubject | null> {
  const row = await isCheckable(tx)
    .select([
      'i.packageId',
      'i.parentId',
      'i.completedInput as input',
      'i.completedSecrets as sealedSecrets',
      'i.updatedAt',
    ])
    .select(['s.facts', 's.id', 's.name', 's.address', 's.port', 's.pinnedHostKey'])
    .where('i.id', '=', installationId)
    .executeTakeFirst();
  if (!row) return null;
  const { packageId, parentId, input, sealedSecrets, updatedAt, facts, ...server } = row;
  if (input === null || facts === null) return null;
  const stopped = (await readStopped(tx, [installationId])).has(installationId);
  return { installationId, packageId, parentId, input, sealedSecrets, facts, server, stopped, updatedAt };
}

/** IDs of all installations that can be checked for drift and were not since then, those that were checked longest ago first. */
export async function listDriftSubjects(
  tx: Transaction,
  { checkedBefore }: { checkedBefore: Date },
): Promise<string[]> {
  const rows = await isCheckable(tx)
    .select('i.id')
    .where('s.unreachableSince', 'is', null)
    .where((eb) => eb.or([eb('i.driftCheckedAt', 'is', null), eb('i.driftCheckedAt', '<', checkedBefore)]))
    .orderBy('i.driftCheckedAt', (order) => order.asc().nullsFirst())
    .orderBy('i.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What a check found. */
export interface CheckedInstallation {
  drift: Drift;
  /** Null where its package has no versions. */
  available: AvailableVersion | null;
}

/** Stores what was found. Returns false where the installation has changed meanwhile: then it says nothing of it any more. */
export async function storeDrift(
  tx: Transaction,
  { installationId, updatedAt }: Pick<DriftSubject, 'installationId' | 'updatedAt'>,
  { drift, available }: CheckedInstallation,
): Promise<boolean> {
  const age = available?.listsAge ?? null;
  const stored = await tx.kysely
    .updateTable('installations')
    .set({
      ...{ drift: json(drift), driftCheckedAt: NOW },
      ...{ availableVersion: available?.version ?? null, versionHeld: available?.held ?? false },
      packageListsAt: age === null ? null : new Date(Date.now() - age * 1000),
    })
    .where('id', '=', installationId)
    .where('updatedAt', '=', updatedAt)
    .executeTakeFirst();
  return stored.numUpdatedRows > 0n;
}
