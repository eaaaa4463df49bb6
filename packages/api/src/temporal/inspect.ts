import { WorkflowFailedError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { INSPECTION_WORKFLOW } from '@milepost/packages-core/contract/inspection-workflow';
import type {
  InspectionAnswer,
  InspectionRequest,
} from '@milepost/packages-core/contract/inspection-workflow';
import { TASK_QUEUE } from '@milepost/packages-core/contract/operation-workflow';
import { EngineUnreachable, within } from './within';

type Inspection = (request: InspectionRequest) => Promise<InspectionAnswer>;

/** What came of an inspection within the time that somebody waits for it. */
export type Inspected =
  | { kind: 'answered'; answer: InspectionAnswer }
  /** A sentence for people: the engine, the worker or the server did not answer. */
  | { kind: 'unanswered'; reason: 'engine' | 'late' | 'failed'; message: string };

const START_MS = 1_500;

/** What nobody waits for any more must not run later, when a worker is back; a join is waited for. */
const TIMEOUT: Record<InspectionRequest['kind'], Duration> = {
  host_key: '90s',
  preview: '90s',
  join: '1 day',
  prove: '2 minutes',
};

/** Starts an inspection, or joins the one that runs under this id. Throws EngineUnreachable. */
export async function startInspection(
  temporal: Client,
  workflowId: string,
  request: InspectionRequest,
): Promise<WorkflowHandle<Inspection>> {
  return within(temporal, START_MS, () =>
    temporal.workflow.start<Inspection>(INSPECTION_WORKFLOW, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [request],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowExecutionTimeout: TIMEOUT[request.kind],
    }),
  );
}

/** Runs an inspection and waits for its answer, `waitMs` at most; one that is late is cancelled. */
export async function inspect(
  temporal: Client,
  workflowId: string,
  { request, waitMs }: { request: InspectionRequest; waitMs: number },
): Promise<Inspected> {
  let handle: WorkflowHandle<Inspection>;
  try {
    handle = await startInspection(temporal, workflowId, request);
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    return {
      kind: 'unanswered',
      reason: 'engine',
      message: 'The workflow engine cannot be reached right now.',
    };
  }
  try {
    return { kind: 'answered', answer: await within(temporal, waitMs, () => handle.result()) };
  } catch (error) {
    if (error instanceof WorkflowFailedError)
      return {
        kind: 'unanswered',
        reason: 'failed',
        message: 'The server could not be asked; the log of the worker says why.',
      };
    if (!(error instanceof EngineUnreachable)) throw error;
    handle.cancel().catch(() => undefined);
    return {
      kind: 'unanswered',
      reason: 'late',
      message: `There was no answer within ${Math.round(waitMs / 1000)} s: is a worker running, and does the server answer?`,
    };
  }
}
