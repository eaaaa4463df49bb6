import { transaction } from '@milepost/db/client';
import type { Choice } from '@milepost/db/operations/choices';
import { decide } from '@milepost/db/operations/decide';
import type { OperationSummary } from '../../views';
import { told } from './told';
import type { Teller } from './told';

/** Answers a decision point. Who answers second is told who was first. */
export async function decideOperation(
  teller: Teller,
  asked: { operationId: string; point: number; by: string; choice: Choice },
): Promise<OperationSummary> {
  await transaction(teller.db, (tx) => decide(tx, asked));
  return told(teller, asked.operationId);
}
