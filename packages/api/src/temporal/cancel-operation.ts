import type { Client } from '@temporalio/client';
import { operationWorkflowId } from '@milepost/packages-core/contract/operation-workflow';
import { within } from './within';

const DEADLINE_MS = 1_500;

/**
 * Asks Temporal to cancel the workflow of an operation whose rows say so already; the outbox row stays and covers what goes
 * wrong here. Throws EngineUnreachable, or gRPC's NOT_FOUND while the workflow has not been started.
 */
export async function cancelOperationWorkflow(
  temporal: Client,
  { operationId, by, reason }: { operationId: string; by: string; reason: string | null },
): Promise<void> {
  await within(temporal, DEADLINE_MS, () =>
    // handle.cancel() takes no reason; the service does, and Temporal keeps it in the history.
    temporal.workflowService.requestCancelWorkflowExecution({
      namespace: temporal.options.namespace,
      identity: by,
      requestId: `cancel-${operationId}`,
      workflowExecution: { workflowId: operationWorkflowId(operationId) },
      reason: reason ?? '',
    }),
  );
}
