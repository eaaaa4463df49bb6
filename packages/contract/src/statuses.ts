/** The words of the design card for what an operation, a milestone and an installation can be. The same in code, screens and database. */

export const OPERATION_STATUSES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'awaiting_decision',
  'canceling',
  'completed',
  'failed',
  'canceled',
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** What an operation can end as. A failed one may be opened again by a retry. */
export const OPERATION_OUTCOMES = [
  'completed',
  'failed',
  'canceled',
] as const satisfies readonly OperationStatus[];
export type OperationOutcome = (typeof OPERATION_OUTCOMES)[number];

export const MILESTONE_STATUSES = ['pending', 'running', 'done', 'skipped', 'failed', 'rolled_back'] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

/** `unknown`: its server was rebuilt, and no operation has completed on it since. */
export const INSTALLATION_STATUSES = [
  'pending',
  'installing',
  'active',
  'updating',
  'failed',
  'uninstalling',
  'uninstalled',
  'unknown',
] as const;
export type InstallationStatus = (typeof INSTALLATION_STATUSES)[number];

/** `enrolling`: the key is installed and facts are read. `host_key_changed` is terminal until a person pins the new key: nothing is sent. */
export const SERVER_STATUSES = [
  'awaiting_confirmation',
  'enrolling',
  'ready',
  'enrollment_failed',
  'host_key_changed',
  'removed',
] as const;
export type ServerStatus = (typeof SERVER_STATUSES)[number];

/** The phases of a state within a command. */
export type Phase = 'check' | 'capture' | 'apply' | 'verify' | 'confirm';

/** Whether an operation has ended. */
export function hasEnded(status: OperationStatus): status is OperationOutcome {
  return OPERATION_OUTCOMES.some((outcome) => outcome === status);
}
