import { transaction } from '@milepost/db/client';
import { stopWaiting } from '@milepost/db/operations/stop-waiting';
import type { OperationSummary } from '../../views';
import { told } from './told';
import type { Teller } from './told';

/** Ends what is being closed and waits for a server that does not answer: what became of it there is unknown. */
export async function stopWaitingForServer(
  teller: Teller,
  asked: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(teller.db, (tx) => stopWaiting(tx, asked));
  return told(teller, asked.operationId);
}
