/** What a person asked for of an operation, as it is shown until a worker has carried it out. */
export type RequestedChange =
  RequestedDecision['action'] | 'cancel' | 'pause' | 'resume' | 'resume_interrupted' | 'abandon_server';

/** What a person can answer at a decision point. */
export type RequestedDecision =
  /** Of the milestone that failed; during a rollback, of its undo. */
  | { action: 'retry' }
  /** `milestone` counts from 1. */
  | { action: 'retry_from'; milestone: number }
  | { action: 'skip'; reason: string }
  /** `removeData`: the data of what it brought goes too; left out, it is kept. */
  | { action: 'roll_back'; reason: string | null; removeData?: boolean }
  /** Of a plan that is no longer the one that was shown: to run the new one. */
  | { action: 'accept_plan' }
  | { action: 'mark_failed'; reason: string | null };
