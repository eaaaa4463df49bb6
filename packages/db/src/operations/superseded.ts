import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import type { LockedOperation } from './lock-operation';

/**
 * What came later on the same server and package has the word now.
 *
 * @throws DatabaseError superseded
 */
export async function refuseSuperseded(
  tx: Transaction,
  { id, serverId, packageId }: LockedOperation,
): Promise<void> {
  const newest = await tx.operation.findFirst({
    where: { serverId, packageId },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, title: true },
  });
  if (!newest || newest.id === id) return;
  throw new DatabaseError('superseded', `“${newest.title}” came after it: start anew instead.`, {
    operationId: newest.id,
  });
}
