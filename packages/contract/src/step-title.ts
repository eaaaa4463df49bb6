import type { UnverifiedCommand } from './unverified-command';

/** What an operation's workflow does next. messages/steps.ts has the text, which Temporal's UI shows. */
export type StepTitle =
  | { code: 'canceling' }
  | { code: 'awaiting_decision' }
  | { code: 'paused'; by: string | null }
  /** `behind`: the title of the operation that holds the server's queue. */
  | { code: 'queued'; server: string; behind: string | null }
  | { code: 'verifying_stopped'; command: UnverifiedCommand }
  | { code: 'preparing' }
  /** What the plan is compiled from, and compared with. */
  | { code: 'reading_server' }
  /** The rows are read: at the start of a run, or after a wait. */
  | { code: 'reading_first' | 'reading_changes' }
  | { code: 'closing' }
  /** `retrying`: it waits before its next attempt. */
  | { code: 'milestone'; n: number; of: number; label: string; rollingBack: boolean; retrying: boolean };
