import type { FreeText } from './free-text';

/** A command that is not verified to have stopped: it blocks its server's queue. `operation` is a title. */
export type UnverifiedCommand =
  /** `workflowTerminated`: the operation was interrupted while it ran. */
  | { code: 'milestone_may_run'; label: string; operation: string; workflowTerminated: boolean }
  | { code: 'operation_may_run'; operation: string }
  /** `processes`: `PID:NAME` each. */
  | { code: 'processes_remaining'; operation: string; processes: string[] }
  | FreeText;
