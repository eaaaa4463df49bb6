import { transaction } from '@milepost/db/client';
import type { RequestedDecision } from '@milepost/db/operations/control/available-actions';
import { decide } from '@milepost/db/operations/control/decide';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Answers a decision point. A second answer is rejected with the first one. */
export async function decideOperation(
  publisher: OperationPublisher,
  request: { operationId: string; point: number; by: string; choice: RequestedDecision },
): Promise<OperationSummary> {
  await transaction(publisher.db, (tx) => decide(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
