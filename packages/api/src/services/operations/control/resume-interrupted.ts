import { transaction } from '@milepost/db/client';
import { resumeInterrupted } from '@milepost/db/operations/lifecycle/interruption';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Resumes an interrupted operation in a new run of its workflow. */
export async function resumeInterruptedOperation(
  publisher: OperationPublisher,
  request: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(publisher.db, (tx) => resumeInterrupted(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
