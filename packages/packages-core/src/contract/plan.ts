/** The compiled, immutable list of milestones with their commands. Stored once, named by its hash. */
import type { OperationKind } from './statuses';

/** Raised when the shape below changes; a worker refuses a format it does not know. */
export const PLAN_FORMAT = 1;

/** A POSIX-sh script as it is sent. It may name secrets, never hold one. */
export interface PlannedCommand {
  /** What `sh` runs on the server. Secrets are read there from the descriptor `$MP_SECRETS`, by name. */
  script: string;
  /** Names of the secrets that the script reads. */
  secrets: string[];
  /** The same for people: short, one idea, secrets masked as `‹password›`. */
  shown: string;
}

export interface PlannedState {
  /** Permanent within its milestone. */
  id: string;
  /** For people, what is true when it holds: "Package nginx is installed". */
  label: string;
  /** Exit 0 true, 1 false, anything else is an error. Null only with `unchecked`. */
  check: PlannedCommand | null;
  /** Why there is no sensible check. */
  unchecked?: string;
  apply: PlannedCommand;
  /** Proves the apply; the check when left out. Null with an unchecked state: the apply's exit code is the proof. */
  verify: PlannedCommand | null;
  /** Prints what must be kept for the way back. Runs before the first apply, once. */
  capture: PlannedCommand | null;
  /** Finds what `capture` printed in the file `$MP_CAPTURED`, and goes back to that. */
  undo: PlannedCommand | null;
  /** Absolute paths of data that `undo` keeps, unless MP_REMOVE_DATA is set. */
  data?: string[];
  /** Why there is no way back, in a sentence. */
  irreversible?: string;
  /** May the apply be run again after it was cut off? */
  repeatable: boolean;
  /** What it would destroy, in a sentence. */
  destructive?: string;
  /** Of an uninstall: what is still on the server while it does not hold, in a few words. */
  remains?: string;
}

/** A failure that heals by itself: retried with backoff, visibly, a bounded number of times. */
export interface TransientFailure {
  /** A JavaScript regular expression over the last 8 KiB of the milestone's output. */
  pattern: string;
  /** For people: "the mirror answered 503". */
  label: string;
}

export interface PlannedMilestone {
  /** Permanent: the ETA, the records and the conformance suite go by it. */
  id: string;
  label: string;
  credential: 'root' | 'user' | 'worker';
  states: PlannedState[];
  transient: TransientFailure[];
  /** What the way back ends with, once the states of this milestone are undone. */
  settle?: PlannedSettle[];
}

/** The second half of a state's undo: a service reads its files again after they went back. */
export interface PlannedSettle {
  /** The milestone of the state that it belongs to, and that state's place there, counted from 1: whose capture it finds. */
  milestone: string;
  state: number;
  /** For people: "Service nginx runs as it did before". */
  label: string;
  command: PlannedCommand;
}

/** Ids of packages that must be there, and that must not. */
export interface PlannedGuards {
  title: string;
  requires: string[];
  conflicts: string[];
}

export interface Plan {
  format: typeof PLAN_FORMAT;
  package: string;
  /** "Install nginx". */
  title: string;
  kind: OperationKind;
  milestones: PlannedMilestone[];
  /** Judged when the lane is held, also where its definition is gone by then; left out where there are none. */
  guards?: PlannedGuards;
  /** What the installation's record will hold when it completes. No secret. */
  record: { configuration: Record<string, unknown>; version: PlannedCommand | null };
}
