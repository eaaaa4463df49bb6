/** Words and shapes that packages-core's contract has too. This package imports none of ours: the worker's compiler checks that they agree. */
import type { OperationStatus } from '../generated/client';

export type { MilestoneStatus, OperationKind, OperationStatus } from '../generated/client';

export type OperationOutcome = Extract<OperationStatus, 'completed' | 'failed' | 'canceled'>;

export type Phase = 'check' | 'capture' | 'apply' | 'verify';

/** What the rows say has to happen now. */
export type NextStep =
  | { type: 'prepare'; title: string; status: OperationStatus }
  /** The queue is held, and blocked by a command that is not verified to have stopped. */
  | { type: 'verify_stopped'; title: string; status: OperationStatus }
  | { type: 'run'; milestone: number; attemptKey: string; title: string; status: OperationStatus }
  | { type: 'wait'; title: string; status: OperationStatus; ms?: number }
  | { type: 'close' }
  | { type: 'end'; outcome: OperationOutcome };

export function hasEnded(status: OperationStatus): status is OperationOutcome {
  return status === 'completed' || status === 'failed' || status === 'canceled';
}
