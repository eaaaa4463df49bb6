import type { OperationActivities } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../startup/dependencies';
import { enterRun } from '../operations/enter-run';

/** What comes next by the rows, after a wait, and where no milestone comes first. */
export function createRefresh(dependencies: Dependencies): OperationActivities['refresh'] {
  return (operationId) => enterRun(dependencies, operationId);
}
