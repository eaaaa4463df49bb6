import type { Transaction } from '../../client';

/** Whether an operation is one of this package on this server. */
export async function isOfInstallation(
  db: Transaction,
  { operationId, serverId, packageId }: { operationId: string; serverId: string; packageId: string },
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from operations where id = ${operationId} and server_id = ${serverId} and package_id = ${packageId}`;
  return rows.length > 0;
}
