import type { OperationStatus } from '@milepost/contract/statuses';
import type { Transaction } from '../../client';

/** The status of an operation on this installation; null where it is another one's. */
export async function readStatusOnInstallation(
  db: Transaction,
  { operationId, installationId }: { operationId: string; installationId: string },
): Promise<OperationStatus | null> {
  const operation = await db.kysely
    .selectFrom('operations')
    .select('status')
    .where('id', '=', operationId)
    .where('installationId', '=', installationId)
    .executeTakeFirst();
  return operation?.status ?? null;
}
