import type { OperationActivities } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../startup/dependencies';
import { enterRun } from '../operations/enter-run';
import { withHeartbeat } from './heartbeat';

/** Prepares an operation whose plan depends on what is on the server: waits for the server where it cannot be reached. */
export function createReadServer(dependencies: Dependencies): OperationActivities['readServer'] {
  return (operationId) => withHeartbeat((heartbeat) => enterRun(dependencies, operationId, heartbeat));
}
