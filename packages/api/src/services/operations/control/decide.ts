import type { RequestedDecision } from '@milepost/contract/requested-decision';
import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Answers a decision point. A second answer is rejected with the first one. */
export async function decideOperation(
  publisher: OperationPublisher,
  { by, ...answer }: { operationId: string; point: number; by: string; choice: RequestedDecision },
): Promise<OperationSummary> {
  await requestChange(publisher.db, { request: { kind: 'decide', ...answer }, by });
  return publishOperationChange(publisher, answer.operationId);
}
