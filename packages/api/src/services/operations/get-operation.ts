import type { Database } from '@milepost/db/client';
import type { OperationDetail } from '../../views/views';
import { createDetailReader } from './views/operation-detail';
import type { DetailOptions } from './views/operation-detail';
import { requireOperation } from './control/require-operation';

/** One operation with all that its page shows. */
export async function getOperation(
  db: Database,
  operationId: string,
  options: DetailOptions,
): Promise<OperationDetail> {
  return createDetailReader(db, options)(await requireOperation(db, operationId));
}
