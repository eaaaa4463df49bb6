import type { DriftActivities } from '@milepost/contract/drift-workflow';
import type { InspectionActivities } from '@milepost/contract/inspection-workflow';
import type { OperationActivities } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../startup/dependencies';
import { createCheckAllForDrift } from './check-all-for-drift';
import { createCloseOperation } from './close-operation';
import { createVerifyStopped } from './verify-stopped';
import { createInspect } from './inspect';
import { createReadServer } from './read-server';
import { createRefresh } from './refresh';
import { createRunMilestone } from './run-milestone';

/** Every activity there is, by the name that workflows use. Those of operations wait for `upgraded`. */
export function createActivities(
  dependencies: Dependencies,
  upgraded: Promise<void>,
): OperationActivities & InspectionActivities & DriftActivities {
  const afterUpgrade =
    <Input extends unknown[], Output>(activity: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      await upgraded;
      return activity(...input);
    };
  return {
    runMilestone: afterUpgrade(createRunMilestone(dependencies)),
    refresh: afterUpgrade(createRefresh(dependencies)),
    readServer: afterUpgrade(createReadServer(dependencies)),
    verifyStopped: afterUpgrade(createVerifyStopped(dependencies)),
    closeOperation: afterUpgrade(createCloseOperation(dependencies)),
    inspect: createInspect(dependencies),
    checkAllForDrift: createCheckAllForDrift(dependencies),
  };
}
