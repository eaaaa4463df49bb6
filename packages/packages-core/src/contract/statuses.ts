/** The words of the design card for what an operation, a milestone and an installation can be. The same in code, screens and database. */

export const OPERATION_KINDS = ['install', 'uninstall', 'update'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATUSES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'deciding',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** What an operation can end as. */
export type OperationOutcome = Extract<OperationStatus, 'completed' | 'failed' | 'cancelled'>;

export const MILESTONE_STATUSES = ['pending', 'running', 'done', 'skipped', 'failed', 'undone'] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

export const INSTALLATION_STATUSES = [
  'pending',
  'installing',
  'active',
  'updating',
  'failed',
  'uninstalling',
  'stopped',
] as const;
export type InstallationStatus = (typeof INSTALLATION_STATUSES)[number];

/** `joining`: key being installed and facts read. `host_key_changed` is terminal until a person pins the new key: nothing is sent. */
export const SERVER_STATUSES = [
  'awaiting_confirmation',
  'joining',
  'ready',
  'join_failed',
  'host_key_changed',
] as const;
export type ServerStatus = (typeof SERVER_STATUSES)[number];

/** Whether an operation has ended (a failed one may be opened again by "try again"). */
export function hasEnded(status: OperationStatus): status is OperationOutcome {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
