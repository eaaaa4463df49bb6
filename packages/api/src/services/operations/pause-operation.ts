import { transaction } from '@milepost/db/client';
import { pauseOperation as pause } from '@milepost/db/operations/pause-operation';
import { AppError } from '../../errors/app-error';
import type { OperationSummary } from '../../views';
import { told } from './told';
import type { Teller } from './told';

/** Asks for a pause, which begins between two states. */
export async function pauseOperation(
  teller: Teller,
  asked: { operationId: string; by: string; resumeAt: Date | null },
): Promise<OperationSummary> {
  if (asked.resumeAt !== null && asked.resumeAt.getTime() <= Date.now())
    throw new AppError('BAD_REQUEST', 'Choose a time in the future to resume at.');
  await transaction(teller.db, (tx) => pause(tx, asked));
  return told(teller, asked.operationId);
}
