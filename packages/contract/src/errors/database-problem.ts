import type { UnverifiedCommand } from '../unverified-command';
import type { OperationOutcome, OperationStatus } from '../statuses';

/** The open operation that is in the way of another one. */
export interface OpenOperation {
  title: string;
  status: OperationStatus;
  /** Set while it is being closed. */
  outcome: OperationOutcome | null;
}

/** What the rows do not allow: a code, and what its message shows. `operationId` is the operation that it is about. */
export type DatabaseProblem =
  | { code: 'operation_not_found'; operationId: string }
  | { code: 'operation_id_taken'; operationId: string }
  | ({ code: 'operation_open'; operationId: string } & OpenOperation)
  /** It was open when the submission met it and has ended since. */
  | { code: 'open_operation_ended' }
  | { code: 'operation_unfinished'; operationId: string; title: string }
  | { code: 'operation_ended'; operationId: string }
  | { code: 'not_pausable'; operationId: string; status: OperationStatus }
  | { code: 'not_resumable'; operationId: string; status: OperationStatus }
  | { code: 'not_interrupted'; operationId: string }
  | { code: 'not_closing'; operationId: string }
  | { code: 'nothing_to_decide'; operationId: string }
  | { code: 'decision_unavailable'; operationId: string }
  /** `at`: when, in ISO 8601. */
  | { code: 'already_decided'; by: string; action: string; at: string }
  /** `title`: of the later operation; null where it is not known yet. */
  | { code: 'superseded'; operationId: string; title: string | null }
  /** The later operation is on the same installation, whose page shows it. */
  | { code: 'later_operation'; operationId: string; title: string }
  | { code: 'other_installation'; operationId: string }
  | { code: 'not_installed'; packageId: string }
  | { code: 'installation_not_failed'; installationId: string }
  | { code: 'command_not_verified'; operationId: string; serverName: string; command: UnverifiedCommand }
  | { code: 'queue_not_blocked'; serverId: string }
  | { code: 'server_removed'; serverId: string; serverName: string }
  | { code: 'server_has_open_operations'; serverId: string; serverName: string; open: number }
  | { code: 'host_key_not_awaited'; serverId: string; serverName: string }
  /** Another run has its id. */
  | { code: 'stack_run_taken'; runId: string }
  | { code: 'stack_run_not_found'; runId: string }
  /** It is not at the step any more that the page showed. */
  | { code: 'stack_moved_on'; runId: string }
  /** What a step would live in is not installed. */
  | { code: 'stack_parent_missing'; packageId: string }
  | { code: 'bad_cursor' }
  /** No worker took it up while somebody waited: nothing was changed. */
  | { code: 'request_expired' }
  /** A worker could not carry it out, for a reason that its log has. */
  | { code: 'request_failed' };
