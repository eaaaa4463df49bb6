import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
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
  const [newest] = await tx.$queryRaw<{ id: string; title: string }[]>`
    select id, title from operations where server_id = ${serverId} and package_id = ${packageId}
    order by requested_at desc, id desc limit 1`;
  if (!newest || newest.id === id) return;
  throw new DatabaseError('superseded', `“${newest.title}” came after it. Start a new operation instead.`, {
    operationId: newest.id,
  });
}
