/** Words and shapes that packages-core's contract has too. This package imports none of ours: the worker's compiler checks that they agree. */
import type { OperationStatus } from '../generated/client';

export type { MilestoneStatus, OperationKind, OperationStatus } from '../generated/client';

export type OperationOutcome = Extract<OperationStatus, 'completed' | 'failed' | 'cancelled'>;

export type Phase = 'check' | 'capture' | 'apply' | 'verify';

/** What the rows say has to happen now. */
export type Next =
  | { do: 'prepare'; title: string; status: OperationStatus }
  /** The lane is held, and blocked by a command of which nothing proves that it has ended. */
  | { do: 'prove'; title: string; status: OperationStatus }
  | { do: 'run'; milestone: number; epoch: string; title: string; status: OperationStatus }
  | { do: 'wait'; title: string; status: OperationStatus; ms?: number }
  | { do: 'close' }
  | { do: 'end'; outcome: OperationOutcome };

export function hasEnded(status: OperationStatus): status is OperationOutcome {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
