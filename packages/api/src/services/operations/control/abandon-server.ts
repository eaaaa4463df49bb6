import type { OperationSummary } from '../../../views/views';
import { requestChange } from '../../requests/request-change';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Ends what is being closed and waits for a server that does not answer: what became of it there is unknown. */
export async function abandonServerOfOperation(
  publisher: OperationPublisher,
  { operationId, by }: { operationId: string; by: string },
): Promise<OperationSummary> {
  await requestChange(publisher.db, { request: { kind: 'abandon_server', operationId }, by });
  return publishOperationChange(publisher, operationId);
}
