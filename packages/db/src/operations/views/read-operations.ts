import { ENDED } from '../ended';
import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { selectOperations } from './operation-view';
import type { OperationView } from './operation-view';

/** The operations of these ids, in no particular order; what is not there is left out. */
export function readOperations(db: Transaction, operationIds: string[]): Promise<OperationView[]> {
  if (operationIds.length === 0) return Promise.resolve([]);
  return selectOperations(db, { where: Prisma.sql`o.id = any(${operationIds})` });
}

/** Operations that have not ended, the oldest first: of one server, or of all. */
export function readOpenOperations(db: Transaction, serverId?: string): Promise<OperationView[]> {
  const open = Prisma.sql`o.status not in ${ENDED}`;
  return selectOperations(db, {
    where: serverId ? Prisma.sql`${open} and o.server_id = ${serverId}` : open,
    tail: Prisma.sql`order by o.requested_at, o.id`,
  });
}
