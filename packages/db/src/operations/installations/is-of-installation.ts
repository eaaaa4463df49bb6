import type { Transaction } from '../../client';

/** Whether an operation is one of this package on this server. */
export async function isOfInstallation(
  db: Transaction,
  { operationId, serverId, packageId }: { operationId: string; serverId: string; packageId: string },
): Promise<boolean> {
  const operation = await db.kysely
    .selectFrom('operations')
    .select('id')
    .where('id', '=', operationId)
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .executeTakeFirst();
  return operation !== undefined;
}
