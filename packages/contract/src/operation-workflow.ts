/** Names and payloads shared by the `operation` workflow, its activities, the dispatcher and the API. */
import type { StepTitle } from './step-title';
import type { OperationOutcome, OperationStatus } from './statuses';

/** Another one than that of workers whose runs this code cannot continue (`milepost`). */
export const TASK_QUEUE = 'milepost-worker';
/** The type of operations that an earlier version started: operation-workflow-id.ts has that of new ones. */
export const OPERATION_WORKFLOW = 'operation';

/** The one signal: "look at the rows". It carries nothing, so nothing it carries is trusted. */
export const WAKE_SIGNAL = 'wake';

/** Search attributes, registered by workers as they start (all of type Keyword). Operations have them, inspections have none. */
export const SEARCH_ATTRIBUTES = [
  'MilepostServer',
  'MilepostPackage',
  'MilepostKind',
  'MilepostStatus',
  'MilepostBatch',
] as const;

/** Lists the operations of a namespace, of every type and version, and no inspection. */
export const OPERATIONS_QUERY = 'MilepostKind IS NOT NULL';

/** What the rows say has to happen now. Every activity answers with it, read in the transaction that ended its own work. */
export type NextStep =
  | { type: 'prepare'; title: StepTitle; status: OperationStatus }
  /** What the plan depends on has to be read on the server before it can be prepared. */
  | { type: 'read_server'; title: StepTitle; status: OperationStatus }
  /** The queue is held, and blocked by a command that is not verified to have ended. */
  | { type: 'verify_stopped'; title: StepTitle; status: OperationStatus }
  | { type: 'run'; milestone: number; attemptKey: string; title: StepTitle; status: OperationStatus }
  /** Until a wake, or for `ms` milliseconds by a durable timer. */
  | { type: 'wait'; title: StepTitle; status: OperationStatus; ms?: number }
  | { type: 'close' }
  | { type: 'end'; outcome: OperationOutcome };

/** The milestone that a workflow is started with. */
export type FirstMilestone = Extract<NextStep, { type: 'run' }>;

/** Whichever activity is the first of its workflow run has the run take the operation up: it raises the fence. */
export interface OperationActivities {
  /**
   * One milestone as one durable command; any number of attempts join the same one. `milestone` counts from 1. After the last one the
   * operation is closed, unless something came between.
   */
  runMilestone(operationId: string, milestone: number, attemptKey: string): Promise<NextStep>;
  /** What comes next by the rows, when no milestone runs: at the start, or after a wake or a timer. */
  refresh(operationId: string): Promise<NextStep>;
  /** Reads on the server what the plan depends on, or waits for the server, and prepares the operation. */
  readServer(operationId: string): Promise<NextStep>;
  /** Confirms that nothing runs of the command that blocks the queue, or waits for the server. */
  verifyStopped(operationId: string): Promise<NextStep>;
  /** Fences and stops the server's side, writes the outcome, passes the queue on. */
  closeOperation(operationId: string, how: { canceled: boolean }): Promise<OperationOutcome>;
}
