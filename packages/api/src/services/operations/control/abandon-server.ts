import { transaction } from '@milepost/db/client';
import { abandonServer } from '@milepost/db/operations/control/abandon-server';
import type { OperationSummary } from '../../../views/views';
import { publishOperationChange } from './publish-change';
import type { OperationPublisher } from './publish-change';

/** Ends what is being closed and waits for a server that does not answer: what became of it there is unknown. */
export async function abandonServerOfOperation(
  publisher: OperationPublisher,
  request: { operationId: string; by: string },
): Promise<OperationSummary> {
  await transaction(publisher.db, (tx) => abandonServer(tx, request));
  return publishOperationChange(publisher, request.operationId);
}
