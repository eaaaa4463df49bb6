import type { Transaction } from '../../client';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';

/** Raises the fencing token, so that the server rejects what an earlier holder still sends. Returns the operation, locked. */
export async function raiseFence(tx: Transaction, operationId: string): Promise<LockedOperation> {
  await tx.kysely
    .updateTable('operations')
    .set((eb) => ({ fence: eb('fence', '+', 1) }))
    .where('id', '=', operationId)
    .execute();
  return lockOperation(tx, operationId);
}
