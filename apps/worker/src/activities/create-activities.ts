import type { InspectionActivities } from '@milepost/contract/inspection-workflow';
import type { OperationActivities } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../startup/dependencies';
import { createCloseOperation } from './close-operation';
import { createVerifyStopped } from './verify-stopped';
import { createInspect } from './inspect';
import { createRefresh } from './refresh';
import { createRunMilestone } from './run-milestone';

/** Every activity there is, by the name that workflows use. */
export function createActivities(dependencies: Dependencies): OperationActivities & InspectionActivities {
  return {
    runMilestone: createRunMilestone(dependencies),
    refresh: createRefresh(dependencies),
    verifyStopped: createVerifyStopped(dependencies),
    closeOperation: createCloseOperation(dependencies),
    inspect: createInspect(dependencies),
  };
}
