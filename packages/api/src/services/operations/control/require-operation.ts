import type { Transaction } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import { requestError } from '../../../errors/request-error';

/** The operation of this id, or a sentence. */
export async function requireOperation(db: Transaction, operationId: string): Promise<OperationView> {
  const [view] = await readOperations(db, [operationId]);
  if (!view) throw requestError('NOT_FOUND', { code: 'operation_not_found' });
  return view;
}
