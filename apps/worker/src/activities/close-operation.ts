import type { OperationActivities } from '@milepost/contract/operation-workflow';
import { close } from '../closing/close';
import { continueAs } from '../operations/continue-as';
import type { Dependencies } from '../startup/dependencies';
import { withHeartbeat } from './heartbeat';

/** Runs where nothing can cancel it, and is retried for good. */
export function createCloseOperation(dependencies: Dependencies): OperationActivities['closeOperation'] {
  return (operationId, { canceled }) =>
    withHeartbeat(async (heartbeat) => {
      await continueAs(dependencies, { operationId, attempt: heartbeat.attempt });
      return close(dependencies, { operationId, canceled, heartbeat });
    });
}
