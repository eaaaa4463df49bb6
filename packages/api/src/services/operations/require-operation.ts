import type { Transaction } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { readOperations } from '@milepost/db/operations/read-operations';
import { AppError } from '../../errors/app-error';

/** The operation of this id, or a sentence. */
export async function requireOperation(db: Transaction, operationId: string): Promise<OperationView> {
  const [view] = await readOperations(db, [operationId]);
  if (!view) throw new AppError('NOT_FOUND', 'Operation not found.');
  return view;
}
