import type { Failure } from '@milepost/contract/failure';
import type { Phase } from '@milepost/contract/statuses';

export interface FailedAttempt {
  failure: Failure;
  /** The cause alone, as the server or the plan says: "nginx.service is masked". */
  cause?: string | null;
  /** What to do about it, in a line. */
  hint?: string | null;
  state?: number;
  phase?: Phase;
  exitCode?: number;
  /** The command is not verified to have stopped. */
  mayStillRun?: boolean;
}

export type MilestoneResult =
  /** All states hold; `applied` of them had to be applied. */
  | { kind: 'done'; applied: number }
  /** Also when the outcome is unknown: the failure says so, and nothing runs by itself. */
  | ({ kind: 'failed' } & FailedAttempt)
  /** Stopped between states, before this one, because a pause was asked. */
  | { kind: 'paused'; state: number }
  /** Heals by itself: tried again after `ms`, at most `of` times; then it fails with `failure`. */
  | ({ kind: 'transient'; reason: string; ms: number; of: number } & FailedAttempt)
  /** The supervisor died. `idempotent`: of the state's apply. */
  | { kind: 'lost'; state: number; phase: Phase; idempotent: boolean };
