/** The workflows as the next version may have them: one step more, behind `patched`. */
import { patched } from '@temporalio/workflow';
import type { FirstMilestone } from '@milepost/contract/operation-workflow';
import type { OperationOutcome } from '@milepost/contract/statuses';
import { operation as current } from '../../src/workflows/operation';

export { inspection } from '../../src/workflows/inspection';

/** The operation workflow, changed. */
export async function operation(operationId: string, first?: FirstMilestone): Promise<OperationOutcome> {
  patched('a-step-more');
  return current(operationId, first);
}

/** The same under the name of what the operation does. */
export default function operationOfKind(id: string, first?: FirstMilestone): Promise<OperationOutcome> {
  return operation(id, first);
}
