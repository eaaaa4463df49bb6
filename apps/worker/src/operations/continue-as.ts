import { transaction } from '@milepost/db/client';
import { takeOver } from '@milepost/db/workers/take-over';
import type { Dependencies } from '../startup/dependencies';

/** This worker executes the operation from now on; if the one before was lost, an event says so. */
export async function continueAs(
  { db, workerId, publishOperation }: Pick<Dependencies, 'db' | 'workerId' | 'publishOperation'>,
  { operationId, attempt }: { operationId: string; attempt: number },
): Promise<void> {
  const worker = { id: workerId, attempt };
  if (await transaction(db, (tx) => takeOver(tx, { operationId, worker }))) publishOperation(operationId);
}
