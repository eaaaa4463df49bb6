import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { SearchAttributeType, TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { OPERATION_WORKFLOW } from '@milepost/packages-core/contract/operation-workflow';
import { workflowStart } from '@milepost/packages-core/contract/workflow-start';
import type { StartedOperation } from '@milepost/packages-core/contract/workflow-start';
import { within } from './within';

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
  const { options, attributes } = workflowStart(operation, consoleUrl.origin);
  try {
    await within(temporal, DEADLINE_MS, () =>
      temporal.workflow.start(OPERATION_WORKFLOW, {
        ...options,
        typedSearchAttributes: new TypedSearchAttributes(
          attributes.map(([name, value]) => ({
            key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
            value,
          })),
        ),
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
