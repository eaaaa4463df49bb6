import { transaction } from '@milepost/db/client';
import { pauseOperation as pause } from '@milepost/db/operations/control/pause-operation';
import { requestError } from '../../../errors/request-error';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Asks for a pause, which begins between two states. */
export async function pauseOperation(
  publisher: OperationPublisher,
  request: { operationId: string; by: string; resumeAt: Date | null },
): Promise<OperationSummary> {
  if (request.resumeAt !== null && request.resumeAt.getTime() <= Date.now())
    throw requestError('BAD_REQUEST', { code: 'resume_time_past' });
  await transaction(publisher.db, (tx) => pause(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
