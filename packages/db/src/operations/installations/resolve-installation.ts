import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { NOW } from '../../kysely/expressions';
import type { OperationKind } from '@milepost/contract/operation-kinds';

/** Which installation an operation is about: one that exists, or that of this identity. */
export type InstallationTarget =
  | { id: string }
  | {
      /** '' where the package is there once. */
      key: string;
      /** Null: the title of its package. */
      title: string | null;
      parentId: string | null;
      /** Of the one that is made, where others refer to it already. */
      newId?: string;
    };

/** The only installation of a package on a server. */
export const ONLY_INSTALLATION: InstallationTarget = { key: '', title: null, parentId: null };

interface Target {
  /** The operation's id. */
  id: string;
  kind: OperationKind;
  serverId: string;
  packageId: string;
  installation?: InstallationTarget;
}

/**
 * The live installation that an operation is about, made where an install needs one. It is not locked here: operations are
 * locked before installations, and the operation is not written yet.
 */
export async function findOrCreateInstallation(
  tx: Transaction,
  { serverId, packageId, kind, installation = ONLY_INSTALLATION }: Target,
): Promise<string> {
  const ofPackage = tx.kysely
    .selectFrom('installations')
    .select('id')
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .where('uninstalledAt', 'is', null);
  if ('id' in installation) {
    const known = await ofPackage.where('id', '=', installation.id).executeTakeFirst();
    if (known) return known.id;
    throw notInstalled(packageId);
  }
  const { key, title, parentId, newId = randomUUID() } = installation;
  const live = ofPackage.where('key', '=', key).where('parentId', 'is not distinct from', parentId);
  const found = await live.executeTakeFirst();
  if (found) return found.id;
  if (kind !== 'install') throw notInstalled(packageId);
  await tx.kysely
    .insertInto('installations')
    .values({ id: newId, serverId, packageId, key, title, parentId, updatedAt: NOW })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await live.executeTakeFirst();
  if (!made)
    throw new Error(`The installation of ${packageId} on ${serverId} was uninstalled as it was made`);
  return made.id;
}

function notInstalled(packageId: string): DatabaseError {
  return new DatabaseError({ code: 'not_installed', packageId });
}
