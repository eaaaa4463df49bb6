import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  OPERATION_WORKFLOW,
  TASK_QUEUE,
  WAKE_SIGNAL,
  operationWorkflowId,
} from '@milepost/packages-core/contract/operation-workflow';
import type { OperationStatus } from '@milepost/packages-core/contract/statuses';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import { bounded } from './client';
import { keyword } from './search-attributes';

/** An outbox row with what Temporal's UI shows of its operation. */
export interface Delivery {
  id: bigint;
  kind: 'start' | 'wake' | 'cancel';
  operation: {
    id: string;
    title: string;
    kind: string;
    packageId: string;
    serverName: string;
    status: OperationStatus;
    /** The run that opened the operation last; null when none has since it was submitted or tried again. */
    runId: string | null;
    requestedBy: string;
    cancelAskedBy: string | null;
    cancelReason: string | null;
  };
}

/**
 * Tells Temporal what an outbox row says. Harmless twice. `later`: not yet possible, try again soon.
 * Throws when Temporal cannot be reached.
 */
export async function deliver(
  engine: Client,
  delivery: Delivery,
  consoleUrl: string,
): Promise<'delivered' | 'later'> {
  // A workflow that waits has to see the end, too.
  if (hasEnded(delivery.operation.status) && delivery.kind !== 'wake') return 'delivered';
  switch (delivery.kind) {
    case 'start':
      return start(engine, delivery.operation, consoleUrl);
    case 'wake':
      return wake(engine, delivery.operation);
    case 'cancel':
      return cancel(engine, delivery, consoleUrl);
  }
}

async function start(
  engine: Client,
  operation: Delivery['operation'],
  consoleUrl: string,
): Promise<'delivered' | 'later'> {
  const page = `${consoleUrl}/operations/${operation.id}`;
  try {
    await bounded(engine, () =>
      engine.workflow.start(OPERATION_WORKFLOW, {
        workflowId: operationWorkflowId(operation.id),
        taskQueue: TASK_QUEUE,
        args: [operation.id],
        // Only what is open in the rows comes here; a run too many finds nothing to do.
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: operation.title,
        staticDetails: `Asked for by ${operation.requestedBy}. [Follow it in the console](${page})`,
        memo: { operation: operation.id, console: page },
        typedSearchAttributes: new TypedSearchAttributes([
          { key: keyword('MilepostServer'), value: operation.serverName },
          { key: keyword('MilepostPackage'), value: operation.packageId },
          { key: keyword('MilepostKind'), value: operation.kind },
          { key: keyword('MilepostStatus'), value: operation.status },
        ]),
      }),
    );
    return 'delivered';
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // Either the run we want, which has not opened the operation yet, or the one before it in its last breath.
    return operation.runId === null ? 'later' : 'delivered';
  }
}

async function wake(engine: Client, operation: Delivery['operation']): Promise<'delivered'> {
  try {
    await bounded(engine, () =>
      engine.workflow.getHandle(operationWorkflowId(operation.id)).signal(WAKE_SIGNAL),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // not started yet, or gone: it looks when it opens
  }
  return 'delivered';
}

/** `handle.cancel()` takes no reason; the service does, and Temporal keeps it in the history. */
async function cancel(
  engine: Client,
  { id, operation }: Delivery,
  consoleUrl: string,
): Promise<'delivered' | 'later'> {
  try {
    await bounded(engine, () =>
      engine.workflowService.requestCancelWorkflowExecution({
        namespace: engine.options.namespace,
        identity: operation.cancelAskedBy ?? 'milepost',
        requestId: `outbox-${id}`,
        workflowExecution: { workflowId: operationWorkflowId(operation.id) },
        reason: operation.cancelReason ?? '',
      }),
    );
    return 'delivered';
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await start(engine, operation, consoleUrl); // no workflow is left to close it: a new one is
    return 'later';
  }
}

const NOT_FOUND = 5; // grpc status

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_FOUND;
}
