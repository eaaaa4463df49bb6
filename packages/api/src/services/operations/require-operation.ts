import type { Transaction } from '@milepost/db/client';
import { AppError } from '../../errors/app-error';
import { readOperationRows } from './operation-rows';
import type { OperationRow } from './operation-rows';
import { summarise } from './summary';
import type { OperationSummary } from '../../views';

/** The operation of this id, or a sentence. */
export async function requireOperation(db: Transaction, operationId: string): Promise<OperationRow> {
  const [row] = await readOperationRows(db, { where: { id: operationId } });
  if (!row) throw new AppError('NOT_FOUND', 'There is no such operation.');
  return row;
}

/** Its summary, or a sentence. */
export async function requireSummary(db: Transaction, operationId: string): Promise<OperationSummary> {
  const [summary] = await summarise(db, [await requireOperation(db, operationId)]);
  if (!summary) throw new AppError('NOT_FOUND', 'There is no such operation.');
  return summary;
}
