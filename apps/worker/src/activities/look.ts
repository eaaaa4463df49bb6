import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { readNext } from '@milepost/db/operations/next-of';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';

/** After a wake or a timer: what do the rows say? */
export function createLook({ db }: { db: Database }): OperationActivities['look'] {
  return (operationId) => transaction(db, (tx) => readNext(tx, operationId));
}
