import { requestError } from '../../../errors/request-error';
import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Asks for a pause, which begins between two states. */
export async function pauseOperation(
  publisher: OperationPublisher,
  { operationId, by, resumeAt }: { operationId: string; by: string; resumeAt: Date | null },
): Promise<OperationSummary> {
  if (resumeAt !== null && resumeAt.getTime() <= Date.now())
    throw requestError('BAD_REQUEST', { code: 'resume_time_past' });
  const request = { kind: 'pause', operationId, resumeAt: resumeAt?.toISOString() ?? null } as const;
  await requestChange(publisher.db, { request, by });
  return publishOperationChange(publisher, operationId);
}
