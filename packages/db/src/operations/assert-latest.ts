import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { literalRows } from '../kysely/expressions';
import type { LockedOperation } from './lock-operation';

/**
 * Only the latest operation on an installation, or on one of the same identity that followed it, may be reopened.
 *
 * @throws DatabaseError superseded
 */
export async function assertLatestOperation(
  tx: Transaction,
  { id, serverId, packageId, installationId }: LockedOperation,
): Promise<void> {
  const newest = await tx.kysely
    .selectFrom('operations as o')
    .innerJoin('installations as i', 'i.id', 'o.installationId')
    .innerJoin('installations as own', (join) =>
      join
        .on('own.id', '=', installationId)
        .onRef('own.key', '=', 'i.key')
        .on('own.parentId', 'is not distinct from', (eb) => eb.ref('i.parentId')),
    )
    .select(['o.id', 'o.title'])
    .where('o.serverId', '=', serverId)
    .where('o.packageId', '=', packageId)
    .orderBy('o.requestedAt', 'desc')
    .orderBy('o.id', 'desc')
    .limit(literalRows(1))
    .executeTakeFirst();
  if (!newest || newest.id === id) return;
  throw new DatabaseError({ code: 'superseded', operationId: newest.id, title: newest.title });
}
