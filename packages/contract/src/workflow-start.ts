/** How the workflow of an operation is started from the outbox. */
import type { FirstMilestone, SEARCH_ATTRIBUTES } from './operation-workflow';
import { TASK_QUEUE, operationWorkflowId } from './operation-workflow';
import type { OperationStatus } from './statuses';

export interface OperationStart {
  id: string;
  title: string;
  kind: string;
  packageId: string;
  serverName: string;
  status: OperationStatus;
  requestedBy: string;
  /** The milestone that comes next; null where something else has to come first. */
  first: FirstMilestone | null;
}

type SearchAttribute = (typeof SEARCH_ATTRIBUTES)[number];

/** What Temporal gets, and what its UI shows; `consoleUrl` without a slash at its end. All search attributes are keywords. */
export function workflowStart(operation: OperationStart, consoleUrl: string) {
  const page = `${consoleUrl}/operations/${operation.id}`;
  const attributes: [SearchAttribute, string][] = [
    ['MilepostServer', operation.serverName],
    ['MilepostPackage', operation.packageId],
    ['MilepostKind', operation.kind],
    ['MilepostStatus', operation.first === null ? operation.status : 'running'],
  ];
  return {
    options: {
      workflowId: operationWorkflowId(operation.id),
      taskQueue: TASK_QUEUE,
      args: operation.first === null ? [operation.id] : [operation.id, operation.first],
      // Only what is open in the rows is started; a run too many finds nothing to do.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
      staticSummary: operation.title,
      staticDetails: `Asked for by ${operation.requestedBy}. [Follow it in the console](${page})`,
      memo: { operation: operation.id, console: page },
    },
    attributes,
  };
}
