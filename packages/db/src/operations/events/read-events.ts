import { literalLimit } from '../../literal-limit';
import type { Transaction } from '../../client';
import type { OperationEvent } from '@milepost/contract/operation-events';

const BATCH = 500;

/** At most 500 events of an operation that come after number `after`, in order and without a gap. */
export function readEvents(
  db: Transaction,
  { operationId, after }: { operationId: string; after: number },
): Promise<OperationEvent[]> {
  return db.$queryRaw<OperationEvent[]>`
    select n, type, data, at from events
    where operation_id = ${operationId} and n > ${after} order by n ${literalLimit(BATCH)}`;
}
