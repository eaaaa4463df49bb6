import type { InspectionActivities } from '@milepost/packages-core/contract/inspection-workflow';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { createCloseOperation } from './close-operation';
import { createInspect } from './inspect';
import { createLook } from './look';
import { createOpenOperation } from './open-operation';
import { createPrepare } from './prepare';
import { createProveLane } from './prove-lane';
import { createRunMilestone } from './run-milestone';

/** Every activity there is, by the name that workflows use. */
export function createActivities(dependencies: Dependencies): OperationActivities & InspectionActivities {
  return {
    openOperation: createOpenOperation(dependencies),
    prepare: createPrepare(dependencies),
    proveLane: createProveLane(dependencies),
    runMilestone: createRunMilestone(dependencies),
    look: createLook(dependencies),
    closeOperation: createCloseOperation(dependencies),
    inspect: createInspect(dependencies),
  };
}
