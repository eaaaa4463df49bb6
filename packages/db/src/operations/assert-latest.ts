import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { literalRows } from '../kysely/expressions';
import type { LockedOperation } from './lock-operation';

/**
 * Only the latest operation on a server and package may be reopened.
 *
 * @throws DatabaseError superseded
 */
export async function assertLatestOperation(
  tx: Transaction,
  { id, serverId, packageId }: LockedOperation,
): Promise<void> {
  const newest = await tx.kysely
    .selectFrom('operations')
    .select(['id', 'title'])
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .orderBy('requestedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(literalRows(1))
    .executeTakeFirst();
  if (!newest || newest.id === id) return;
  throw new DatabaseError({ code: 'superseded', operationId: newest.id, title: newest.title });
}
