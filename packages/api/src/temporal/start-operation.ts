import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { SearchAttributeType, TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import {
  OPERATION_WORKFLOW,
  TASK_QUEUE,
  operationWorkflowId,
} from '@milepost/packages-core/contract/operation-workflow';
import type { SEARCH_ATTRIBUTES } from '@milepost/packages-core/contract/operation-workflow';
import { within } from './within';

export interface StartedOperation {
  id: string;
  title: string;
  kind: string;
  packageId: string;
  serverName: string;
  requestedBy: string;
}

const DEADLINE_MS = 1_500;

/**
 * Starts the workflow of an operation that has just been committed, so that it need not wait for the dispatcher; the outbox
 * row stays, and a second start is refused by the workflow's id. Throws EngineUnreachable.
 */
export async function startOperation(
  temporal: Client,
  operation: StartedOperation,
  consoleUrl: URL,
): Promise<void> {
  const page = new URL(`/operations/${operation.id}`, consoleUrl).href;
  try {
    await within(temporal, DEADLINE_MS, () =>
      temporal.workflow.start(OPERATION_WORKFLOW, {
        workflowId: operationWorkflowId(operation.id),
        taskQueue: TASK_QUEUE,
        args: [operation.id],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        staticSummary: operation.title,
        staticDetails: `Asked for by ${operation.requestedBy}. [Follow it in the console](${page})`,
        memo: { operation: operation.id, console: page },
        typedSearchAttributes: new TypedSearchAttributes([
          { key: keyword('MilepostServer'), value: operation.serverName },
          { key: keyword('MilepostPackage'), value: operation.packageId },
          { key: keyword('MilepostKind'), value: operation.kind },
          { key: keyword('MilepostStatus'), value: 'queued' },
        ]),
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

const keyword = (name: (typeof SEARCH_ATTRIBUTES)[number]) =>
  defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
