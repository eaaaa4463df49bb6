import type { InspectionActivities } from '@milepost/packages-core/contract/inspection-workflow';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { createCloseOperation } from './close-operation';
import { createInspect } from './inspect';
import { createLook } from './look';
import { createOpenOperation } from './open-operation';
import { createProveLane } from './prove-lane';
import { createRunMilestone } from './run-milestone';

/** Every activity there is, by the name that workflows use. */
export function createActivities(dependencies: Dependencies): OperationActivities & InspectionActivities {
  const look = createLook(dependencies);
  return {
    openOperation: createOpenOperation(dependencies),
    prepare: look, // what it finds due it does
    proveLane: createProveLane(dependencies),
    runMilestone: createRunMilestone(dependencies),
    look,
    closeOperation: createCloseOperation(dependencies),
    inspect: createInspect(dependencies),
  };
}
