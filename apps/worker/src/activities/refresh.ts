import type { OperationActivities } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { enterRun } from '../enter-run';

/** What comes next by the rows, after a wait, and where no milestone comes first. */
export function createRefresh(dependencies: Dependencies): OperationActivities['refresh'] {
  return (operationId) => enterRun(dependencies, operationId);
}
