import { transaction } from '@milepost/db/client';
import { goOn } from '@milepost/db/operations/interruption';
import type { OperationSummary } from '../../views';
import { told } from './told';
import type { Teller } from './told';

/** Takes up what was interrupted, in a new run of its workflow. */
export async function goOnWithOperation(
  teller: Teller,
  asked: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(teller.db, (tx) => goOn(tx, asked));
  return told(teller, asked.operationId);
}
