import type { Dependencies } from '../../dependencies';
import type { OperationDetail, Role } from '../../views';
import { operationDetail } from './operation-detail';
import { requireOperation } from './require-operation';
import { operationSummary } from './summary';
import { readSurroundings } from './surroundings';

/** One operation with all that its page shows. */
export async function getOperation(
  { db, temporalUi }: Pick<Dependencies, 'db' | 'temporalUi'>,
  { operationId, role }: { operationId: string; role: Role },
): Promise<OperationDetail> {
  const row = await requireOperation(db, operationId);
  const summary = operationSummary(row, await readSurroundings(db, [row]));
  return operationDetail(db, { row, summary, role, temporalUi });
}
