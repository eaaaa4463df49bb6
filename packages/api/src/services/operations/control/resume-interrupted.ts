import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Resumes an interrupted operation in a new run of its workflow. */
export async function resumeInterruptedOperation(
  publisher: OperationPublisher,
  { operationId, by }: { operationId: string; by: string },
): Promise<OperationSummary> {
  await requestChange(publisher.db, { request: { kind: 'resume_interrupted', operationId }, by });
  return publishOperationChange(publisher, operationId);
}
