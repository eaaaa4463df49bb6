import { Context } from '@temporalio/activity';

export interface CancelRequest {
  by: string;
  reason: string | null;
}

/** Who asked Temporal to cancel the workflow of this activity, and why: the SDK does not pass that on, the history has it. */
export async function readCancelRequest(): Promise<CancelRequest> {
  const { client, info } = Context.current();
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: info.namespace,
    execution: info.workflowExecution,
    maximumPageSize: 20,
  });
  const request = history?.events
    ?.map((event) => event.workflowExecutionCancelRequestedEventAttributes)
    .find(Boolean);
  return { by: request?.identity || 'Temporal', reason: request?.cause || null };
}
