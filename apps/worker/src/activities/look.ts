import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { readNext } from '@milepost/db/operations/read-next';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';

/** After a wake or a timer: what do the rows say, and what has become due? */
export function createLook({ db }: { db: Database }): OperationActivities['look'] {
  return (operationId) =>
    transaction(db, async (tx) => {
      await lockOperation(tx, operationId);
      return readNext(tx, operationId);
    });
}
