import { transaction } from '@milepost/db/client';
import { resumeOperation as resume } from '@milepost/db/operations/pause-operation';
import type { OperationSummary } from '../../views';
import { told } from './told';
import type { Teller } from './told';

/** Ends a pause, or takes the wish for one back. */
export async function resumeOperation(
  teller: Teller,
  asked: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(teller.db, (tx) => resume(tx, asked));
  return told(teller, asked.operationId);
}
