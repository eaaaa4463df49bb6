import type { Client } from '@temporalio/client';
import { WAKE_SIGNAL, operationWorkflowId } from '@milepost/packages-core/contract/operation-workflow';
import { within } from './within';

const DEADLINE_MS = 1_000;

/** Has a workflow that waits look at the rows. Throws EngineUnreachable, and when no workflow runs. */
export function wakeOperation(temporal: Client, operationId: string): Promise<void> {
  return within(temporal, DEADLINE_MS, () =>
    temporal.workflow.getHandle(operationWorkflowId(operationId)).signal(WAKE_SIGNAL),
  );
}
