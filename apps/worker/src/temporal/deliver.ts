import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { TASK_QUEUE, WAKE_SIGNAL } from '@milepost/contract/operation-workflow';
import { operationWorkflowType } from '@milepost/contract/operation-workflow-id';
import type { FirstMilestone, SEARCH_ATTRIBUTES } from '@milepost/contract/operation-workflow';
import { hasEnded } from '@milepost/contract/statuses';
import type { OperationStatus } from '@milepost/contract/statuses';
import { isNotFound, withDeadline } from './client';
import { operationMetadata } from '@milepost/contract/messages/temporal/operations';
import { keyword } from './search-attributes';

interface OperationStart {
  id: string;
  workflowId: string;
  title: string;
  kind: string;
  packageId: string;
  serverName: string;
  status: OperationStatus;
  requestedBy: string;
  /** The milestone that comes next; null where something else has to come first. */
  first: FirstMilestone | null;
}

/** An outbox row with what Temporal's UI shows of its operation. */
export interface Delivery {
  id: bigint;
  kind: 'start' | 'wake' | 'cancel';
  operation: OperationStart & {
    /** The run that opened the operation last; null when none has since it was submitted or tried again. */
    runId: string | null;
    cancelRequestedBy: string | null;
    cancelReason: string | null;
  };
}

/**
 * Delivers an outbox row to Temporal. Idempotent. `later`: not possible yet, retry soon.
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
  const { type, options, attributes } = workflowStart(operation, consoleUrl);
  try {
    await withDeadline(engine, () =>
      engine.workflow.start(type, {
        ...options,
        typedSearchAttributes: new TypedSearchAttributes(
          attributes.map(([name, value]) => ({ key: keyword(name), value })),
        ),
      }),
    );
    return 'delivered';
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // Either the run we want, which has not opened the operation yet, or the one before it in its last breath.
    return operation.runId === null ? 'later' : 'delivered';
  }
}

type SearchAttribute = (typeof SEARCH_ATTRIBUTES)[number];

/** What Temporal gets, and what its UI shows; `consoleUrl` without a slash at its end. All search attributes are keywords. */
export function workflowStart(operation: OperationStart, consoleUrl: string) {
  const page = `${consoleUrl}/operations/${encodeURIComponent(operation.id)}`;
  const attributes: [SearchAttribute, string][] = [
    ['MilepostServer', operation.serverName],
    ['MilepostPackage', operation.packageId],
    ['MilepostKind', operation.kind],
    ['MilepostStatus', operation.first === null ? operation.status : 'running'],
  ];
  return {
    type: operationWorkflowType(operation.kind),
    options: {
      workflowId: operation.workflowId,
      taskQueue: TASK_QUEUE,
      args: operation.first === null ? [operation.id] : [operation.id, operation.first],
      // Only what is open in the rows is started; a run too many finds nothing to do.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
      ...operationMetadata(operation, page),
      memo: { operation: operation.id, console: page },
    },
    attributes,
  };
}

async function wake(engine: Client, operation: Delivery['operation']): Promise<'delivered'> {
  try {
    await withDeadline(engine, () => engine.workflow.getHandle(operation.workflowId).signal(WAKE_SIGNAL));
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
    await withDeadline(engine, () =>
      engine.workflowService.requestCancelWorkflowExecution({
        namespace: engine.options.namespace,
        identity: operation.cancelRequestedBy ?? 'milepost',
        requestId: `outbox-${id}`,
        workflowExecution: { workflowId: operation.workflowId },
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
