import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Asks for a cancellation: a worker raises the fence and has Temporal cancel the workflow. */
export async function cancelOperation(
  publisher: OperationPublisher,
  { operationId, by, reason }: { operationId: string; by: string; reason: string | null },
): Promise<OperationSummary> {
  await requestChange(publisher.db, { request: { kind: 'cancel', operationId, reason }, by });
  return publishOperationChange(publisher, operationId);
}
