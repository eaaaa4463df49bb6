import type { Dependencies } from '../../../process/dependencies';
import type { OperationSummary } from '../../../views/views';
import { requireOperation } from './require-operation';
import { operationSummary } from '../views/summary';

export type OperationPublisher = Pick<Dependencies, 'db' | 'notifier'>;

/** Publishes a change of an operation's rows to browsers and returns its summary. The dispatcher wakes its workflow, from the outbox. */
export async function publishOperationChange(
  { db, notifier }: OperationPublisher,
  operationId: string,
): Promise<OperationSummary> {
  notifier.publishOperation(operationId);
  return operationSummary(await requireOperation(db, operationId));
}
