import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { Dependencies } from '../dependencies';
import { withHeartbeat } from './heartbeat';
import { openOperation } from './open-operation';
import { runMilestone } from './run-milestone';

/** Both in one activity, as most operations begin; what else comes next is answered, and the workflow carries it out. */
export function createOpenAndRun(dependencies: Dependencies): OperationActivities['openAndRun'] {
  return (operationId) =>
    withHeartbeat(async (heartbeat) => {
      const next = await openOperation(dependencies, operationId);
      if (next.do !== 'run') return next;
      const { milestone, epoch } = next;
      dependencies.committed(operationId); // a server that cannot be reached may hold the milestone up
      return runMilestone(dependencies, { operationId, milestone, epoch, heartbeat });
    });
}
