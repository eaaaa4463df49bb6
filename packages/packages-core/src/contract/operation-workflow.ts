/** Names and payloads shared by the `operation` workflow, its activities, the dispatcher and the API. */
import type { OperationOutcome, OperationStatus } from './statuses';

export const TASK_QUEUE = 'milepost';
export const OPERATION_WORKFLOW = 'operation';

/** The one signal: "look at the rows". It carries nothing, so nothing it carries is trusted. */
export const WAKE_SIGNAL = 'wake';

/** The workflow id of an operation; reused only after a run that failed. */
export const operationWorkflowId = (operationId: string): string => `op/${operationId}`;

/** Search attributes, registered when the Temporal server is started (all of type Keyword). */
export const SEARCH_ATTRIBUTES = [
  'MilepostServer',
  'MilepostPackage',
  'MilepostKind',
  'MilepostStatus',
  'MilepostBatch',
] as const;

/** What the rows say has to happen now. Every activity answers with it, read in the transaction that ended its own work. */
export type Next =
  | { do: 'prepare'; title: string; status: OperationStatus }
  /** The lane is held, and blocked by a command of which nothing proves that it has ended. */
  | { do: 'prove'; title: string; status: OperationStatus }
  | { do: 'run'; milestone: number; epoch: string; title: string; status: OperationStatus }
  /** Until a wake, or for `ms` milliseconds by a durable timer. */
  | { do: 'wait'; title: string; status: OperationStatus; ms?: number }
  | { do: 'close' }
  | { do: 'end'; outcome: OperationOutcome };

export interface OperationActivities {
  /**
   * Refuses a finished operation; raises the fence for a new run. Where the milestone with the title `begins` comes next, it is carried
   * out, too: a hop through Temporal costs more than the opening.
   */
  openOperation(operationId: string, begins?: string): Promise<Next>;
  /** Facts, guards and the plan, judged while the lane is held. */
  prepare(operationId: string): Promise<Next>;
  /** Proves that nothing runs of the command that blocks the lane, or waits for the server. */
  proveLane(operationId: string): Promise<Next>;
  /**
   * One milestone as one durable command; any number of attempts join the same one. `milestone` counts from 1. After the last one the
   * operation is closed, unless something came between.
   */
  runMilestone(operationId: string, milestone: number, epoch: string): Promise<Next>;
  /** After a wake or a timer: what do the rows say? */
  look(operationId: string): Promise<Next>;
  /** Fences and stops the server's side, writes the outcome, passes the lane on. */
  closeOperation(operationId: string, how: { cancelled: boolean }): Promise<OperationOutcome>;
}
