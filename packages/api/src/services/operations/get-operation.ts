import type { Database } from '@milepost/db/client';
import type { OperationDetail } from '../../views';
import { operationDetail } from './operation-detail';
import type { DetailOptions } from './operation-detail';
import { requireOperation } from './require-operation';

/** One operation with all that its page shows. */
export async function getOperation(
  db: Database,
  operationId: string,
  options: DetailOptions,
): Promise<OperationDetail> {
  return operationDetail(db, await requireOperation(db, operationId), options);
}
