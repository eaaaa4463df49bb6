import { hasEnded } from '@milepost/packages-core/contract/statuses';
import { allows } from '../../access';
import type { OperationDetail, Role } from '../../views';
import type { OperationRow } from './operation-rows';

/** What this person can do with it now. */
export function actionsOf(row: Pick<OperationRow, 'status'>, role: Role): OperationDetail['actions'] {
  const may = allows('operator', role);
  return {
    cancel: may && !hasEnded(row.status) && row.status !== 'cancelling',
    tryAgain: may && row.status === 'failed',
  };
}
