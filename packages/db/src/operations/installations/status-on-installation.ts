import type { OperationStatus } from '@milepost/contract/statuses';
import type { Transaction } from '../../client';

/** The status of an operation on this package of this server; null where it is another one's. */
export async function readStatusOnInstallation(
  db: Transaction,
  { operationId, serverId, packageId }: { operationId: string; serverId: string; packageId: string },
): Promise<OperationStatus | null> {
  const operation = await db.kysely
    .selectFrom('operations')
    .select('status')
    .where('id', '=', operationId)
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .executeTakeFirst();
  return operation?.status ?? null;
}
