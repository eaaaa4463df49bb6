import { transaction } from '@milepost/db/client';
import { tryAgain as open } from '@milepost/db/operations/try-again';
import type { Dependencies } from '../../dependencies';
import { startOperation } from '../../temporal/start-operation';
import type { OperationSummary } from '../../views';
import { requireOperation } from './require-operation';
import { operationSummary } from './summary';

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'url' | 'log' | 'notifier'>;

/** Opens a failed operation again from the milestone that failed. Who answers second is told who was first. */
export async function tryAgain(
  { db, temporal, url, log, notifier }: Needed,
  { operationId, point, by }: { operationId: string; point: number; by: string },
): Promise<OperationSummary> {
  await transaction(db, (tx) => open(tx, { operationId, point, by }));
  notifier.touch(operationId);
  const view = await requireOperation(db, operationId);
  // The failed run may still be closing; then the dispatcher starts it a moment later.
  await startOperation(temporal, { ...view, serverName: view.server.name }, url).catch((error: unknown) => {
    log.debug({ err: error, operationId }, 'The start is left to the dispatcher');
  });
  return operationSummary(view);
}
