import { randomUUID } from 'node:crypto';
import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import type { OperationKind } from './words';

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
export async function liveInstallation(
  tx: Transaction,
  { serverId, packageId, kind }: Target,
): Promise<string> {
  const where = { serverId, packageId, uninstalledAt: null };
  const live = await tx.installation.findFirst({ where, select: { id: true } });
  if (live) return live.id;
  if (kind !== 'install') throw notInstalled(packageId);
  await tx.$executeRaw`
    insert into installations (id, server_id, package_id, updated_at)
    values (${randomUUID()}, ${serverId}, ${packageId}, clock_timestamp()) on conflict do nothing`;
  return (await tx.installation.findFirstOrThrow({ where, select: { id: true } })).id;
}

/**
 * Locks the installation, now that the operation is written. An uninstall may have completed while the insert waited for
 * it: then the operation gets a new one.
 */
export async function settleInstallation(
  tx: Transaction,
  { target, installationId }: { target: Target; installationId: string },
): Promise<string> {
  const [locked] = await tx.$queryRaw<{ live: boolean }[]>`
    select uninstalled_at is null as live from installations where id = ${installationId} for update`;
  if (locked?.live) return installationId;
  const replacement = await liveInstallation(tx, target);
  await tx.operation.update({ where: { id: target.id }, data: { installationId: replacement } });
  return replacement;
}

function notInstalled(packageId: string): DatabaseError {
  return new DatabaseError('not_installed', 'It is not installed on this server.', { packageId });
}
