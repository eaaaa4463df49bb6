import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { standingAfter } from '@milepost/db/operations/read-next';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { prepareWhenDue } from '../prepare-when-due';

/** What do the rows say, and what has become due? After a wake, a timer, a proof. */
export function createLook({
  db,
  readPlan,
  decideWithinMs,
}: Pick<Dependencies, 'db' | 'readPlan' | 'decideWithinMs'>): OperationActivities['look'] {
  return (operationId) =>
    transaction(db, async (tx) => {
      const standing = await standingAfter(tx, await lockOperation(tx, operationId));
      return prepareWhenDue(tx, { ...standing, readPlan, decideWithinMs });
    });
}
