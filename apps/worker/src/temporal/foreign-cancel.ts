import { Context } from '@temporalio/activity';

export interface CancelRequest {
  by: string;
  reason: string | null;
}

/** Who asked Temporal to cancel the workflow of this activity, and why: its history says so, the SDK does not hand it over. */
export async function readForeignCancel(): Promise<CancelRequest> {
  const { client, info } = Context.current();
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: info.namespace,
    execution: info.workflowExecution,
    maximumPageSize: 20,
  });
  const asked = history?.events
    ?.map((event) => event.workflowExecutionCancelRequestedEventAttributes)
    .find(Boolean);
  return { by: asked?.identity || 'Temporal', reason: asked?.cause || null };
}
