import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Writes who cancels it and why; the dispatcher has Temporal cancel the workflow. */
export async function cancelOperation(
  publisher: OperationPublisher,
  request: { operationId: string; by: string; reason: string | null },
): Promise<OperationSummary> {
  await transaction(publisher.db, (tx) => requestCancel(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
