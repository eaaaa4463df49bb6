import { workflowInfo } from '@temporalio/workflow';
import type { FirstMilestone } from '@milepost/contract/operation-workflow';
import type { OperationOutcome } from '@milepost/contract/statuses';
import { operation } from './operation';

/**
 * The operation workflow under the name of what the operation does. A type that only a later version knows is no operation: its task fails
 * until a worker of that version takes it, as that of any unknown type does. Operations have their id in their memo.
 */
export function operationOfKind(id: string, first?: FirstMilestone): Promise<OperationOutcome> {
  const { workflowType, memo } = workflowInfo();
  if (memo?.['operation'] !== id) throw new TypeError(`This worker has no workflow of type ${workflowType}`);
  return operation(id, first);
}
