/** How the workflow of an operation is started: by the API right after the commit, and by the worker from the outbox. */
import type { SEARCH_ATTRIBUTES } from './operation-workflow';
import { TASK_QUEUE, operationWorkflowId } from './operation-workflow';
import type { OperationStatus } from './statuses';

export interface StartedOperation {
  id: string;
  title: string;
  kind: string;
  packageId: string;
  serverName: string;
  status: OperationStatus;
  requestedBy: string;
  /** "1/6 Installing nginx": the milestone that its run begins with; null where something else has to come first. */
  begins: string | null;
}

type Attribute = (typeof SEARCH_ATTRIBUTES)[number];

/** What Temporal is told, and what its UI shows; `consoleUrl` without a slash at its end. All search attributes are keywords. */
export function workflowStart(operation: StartedOperation, consoleUrl: string) {
  const page = `${consoleUrl}/operations/${operation.id}`;
  const attributes: [Attribute, string][] = [
    ['MilepostServer', operation.serverName],
    ['MilepostPackage', operation.packageId],
    ['MilepostKind', operation.kind],
    ['MilepostStatus', operation.begins === null ? operation.status : 'running'],
  ];
  return {
    options: {
      workflowId: operationWorkflowId(operation.id),
      taskQueue: TASK_QUEUE,
      args: operation.begins === null ? [operation.id] : [operation.id, operation.begins],
      // Only what is open in the rows is started; a run too many finds nothing to do.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
      staticSummary: operation.title,
      staticDetails: `Asked for by ${operation.requestedBy}. [Follow it in the console](${page})`,
      memo: { operation: operation.id, console: page },
    },
    attributes,
  };
}
