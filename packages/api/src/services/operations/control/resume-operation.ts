import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Ends a pause, or withdraws the request for one. */
export async function resumeOperation(
  publisher: OperationPublisher,
  { operationId, by }: { operationId: string; by: string },
): Promise<OperationSummary> {
  await requestChange(publisher.db, { request: { kind: 'resume', operationId }, by });
  return publishOperationChange(publisher, operationId);
}
