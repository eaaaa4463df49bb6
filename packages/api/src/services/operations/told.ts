import type { Dependencies } from '../../dependencies';
import { wakeOperation } from '../../temporal/wake-operation';
import type { OperationSummary } from '../../views';
import { requireOperation } from './require-operation';
import { operationSummary } from './summary';

export type Teller = Pick<Dependencies, 'db' | 'temporal' | 'log' | 'notifier'>;

/**
 * After a change of an operation's rows: browsers are told, and a workflow that waits is woken at once; where that fails the
 * outbox row does it a moment later.
 */
export async function told(
  { db, temporal, log, notifier }: Teller,
  operationId: string,
): Promise<OperationSummary> {
  notifier.touch(operationId);
  await wakeOperation(temporal, operationId).catch((error: unknown) => {
    log.debug({ err: error, operationId }, 'The wake is left to the dispatcher');
  });
  return operationSummary(await requireOperation(db, operationId));
}
