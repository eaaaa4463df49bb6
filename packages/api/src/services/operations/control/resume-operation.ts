import { transaction } from '@milepost/db/client';
import { resumeOperation as resume } from '@milepost/db/operations/control/pause-operation';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Ends a pause, or withdraws the request for one. */
export async function resumeOperation(
  publisher: OperationPublisher,
  request: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(publisher.db, (tx) => resume(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
