import type { HostProblem } from './errors/host-problem';
import type { RequestedChange } from './requested-decision';
import type { FreeText } from './free-text';
import type { UnverifiedCommand } from './unverified-command';

/** What an operation waits for right now. */
export type OperationNotice =
  | { kind: 'queue'; behind: string; place: number }
  /** The queue waits until an earlier command is verified to have stopped. */
  | { kind: 'blocked'; command: UnverifiedCommand; since: string }
  /** Its script waits, "for another package manager (apt, process 812) to release dpkg's lock", and continues by itself. */
  | { kind: 'waiting'; for: string; since: string }
  /** The server has not sent a byte since then; the connection is not given up yet. */
  | { kind: 'silent'; since: string }
  /** The connection was lost; `since` is when the last byte came. */
  | { kind: 'reconnecting'; attempt: number; since: string; reason: HostProblem | FreeText }
  | { kind: 'retrying'; label: string; attempt: number; of: number; at: string }
  | { kind: 'engine_unreachable'; since: string }
  /** Its worker stopped responding; another one will continue. `command`: one still runs on the server. */
  | { kind: 'worker_lost'; since: string; command: boolean }
  /** A person asked for it and no worker has carried it out yet. `worker`: whether one runs. */
  | { kind: 'requested'; change: RequestedChange; by: string; since: string; worker: boolean }
  /** No worker runs at all. */
  | { kind: 'no_worker'; since: string; command: boolean };

type Of<Kind extends OperationNotice['kind']> = Extract<OperationNotice, { kind: Kind }>;

/** Those that a row holds; when a retry is due is a column of its own, and the others are derived. */
export type RecordedNotice = Of<'silent' | 'reconnecting' | 'waiting'> | Omit<Of<'retrying'>, 'at'>;
