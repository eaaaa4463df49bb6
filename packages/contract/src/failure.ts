import type { HostProblem, RejectionReason } from './errors/host-problem';
import type { FreeText } from './free-text';
import type { Phase } from './statuses';

/** One of a milestone's states. */
interface FailedState {
  /** From 1. */
  state: number;
  /** As the plan names it; null where the plan has no such state. */
  label: string | null;
}

/** Why a milestone failed. Rows and events hold it; messages/failures.ts has the text. No secret. */
export type Failure =
  /** A phase of a state ended with another exit code than 0. `line`: of its output, the one that says why. */
  | ({ code: 'state_failed'; phase: Phase; exitCode: number; line: string | null } & FailedState)
  /** Its apply was interrupted earlier and is not repeated automatically, and its check fails. */
  | ({ code: 'state_not_reapplied' } & FailedState)
  /** It was applied, nobody confirmed it over a new connection in time, and the server undid it. */
  | ({ code: 'change_undone' } & FailedState)
  /** The same, but the undo failed. */
  | ({ code: 'change_not_undone' } & FailedState)
  /** The server had no room to record what became of the state. */
  | ({ code: 'result_not_recorded' } & FailedState)
  /** The supervisor died on the server each time that it ran. */
  | { code: 'supervisor_died'; times: number }
  /** The command was started, and the server does not know of it. */
  | { code: 'records_lost' }
  /** The command was cut off in an apply that cannot be checked. */
  | { code: 'effect_unknown' }
  /** The server started nothing. */
  | { code: 'rejected'; reason: RejectionReason; detail: string }
  /** The server could not be used. */
  | { code: 'server_unusable'; problem: HostProblem }
  /** It still ran when the operation ended. */
  | { code: 'operation_ended' }
  | FreeText;
