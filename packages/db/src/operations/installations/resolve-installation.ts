import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import type { OperationKind } from '@milepost/contract/statuses';

interface Target {
  /** The operation's id. */
  id: string;
  kind: OperationKind;
  serverId: string;
  packageId: string;
}

/**
 * The live installation that an operation is about, made where an install needs one. It is not locked here: operations are
 * locked before installations, and the operation is not written yet.
 */
export async function findOrCreateInstallation(
  tx: Transaction,
  { serverId, packageId, kind }: Target,
): Promise<string> {
  const read = () => tx.$queryRaw<{ id: string }[]>`
    select id from installations where server_id = ${serverId} and package_id = ${packageId} and uninstalled_at is null`;
  const [live] = await read();
  if (live) return live.id;
  if (kind !== 'install') throw notInstalled(packageId);
  await tx.$executeRaw`
    insert into installations (id, server_id, package_id, updated_at)
    values (${randomUUID()}, ${serverId}, ${packageId}, clock_timestamp()) on conflict do nothing`;
  const [made] = await read();
  if (!made)
    throw new Error(`The installation of ${packageId} on ${serverId} was uninstalled as it was made`);
  return made.id;
}

/**
 * Locks the installation, now that the operation is written. An uninstall may have completed while the insert waited for
 * it: then the operation gets a new one.
 */
export async function lockInstallation(
  tx: Transaction,
  { target, installationId }: { target: Target; installationId: string },
): Promise<string> {
  const [locked] = await tx.$queryRaw<{ live: boolean }[]>`
    select uninstalled_at is null as live from installations where id = ${installationId} for update`;
  if (locked?.live) return installationId;
  const replacement = await findOrCreateInstallation(tx, target);
  await tx.$executeRaw`update operations set installation_id = ${replacement} where id = ${target.id}`;
  return replacement;
}

function notInstalled(packageId: string): DatabaseError {
  return new DatabaseError('not_installed', 'It is not installed on this server.', { packageId });
}
