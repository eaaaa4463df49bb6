/** The compiled, immutable list of milestones with their commands. Stored once, named by its hash. */
/** Raised when the shape below changes; a worker refuses a format it does not know. */
export const PLAN_FORMAT = 2;

/** Of a plan with a state that is undone unless it is confirmed. A worker that did not know of that would apply it without. */
export const GUARDED_PLAN_FORMAT = 3;

/** What a worker can run. In a plan of format 1 there are no libraries: its scripts hold the functions that they call. */
export const KNOWN_PLAN_FORMATS: readonly number[] = [1, PLAN_FORMAT, GUARDED_PLAN_FORMAT];

/** A POSIX-sh script as it is sent. It may name secrets, never hold one. */
export interface PlannedCommand {
  /** What `sh` runs on the server. Secrets are read there from the descriptor `$MP_SECRETS`, by name. */
  script: string;
  /** Names of the secrets that the script reads. */
  secrets: string[];
  /** Names of the plan's libraries whose functions the script calls. Left out if it calls none. */
  libraries?: string[];
  /** The same for people: short, one idea, secrets masked as `‹password›`. */
  display: string;
}

export interface PlannedState {
  /** Permanent within its milestone. */
  id: string;
  /** For people, what is true when it holds: "nginx is installed". */
  label: string;
  /** For people, what `apply` does: "Install nginx". Left out of assertions and of plans from before there were actions. */
  action?: string;
  /** Exit 0 true, 1 false, anything else is an error. Null only with `noCheckReason`. */
  check: PlannedCommand | null;
  /** Why there is no sensible check. */
  noCheckReason?: string;
  apply: PlannedCommand;
  /** The user of the server as whom its commands run; root when left out. The scripts see to that themselves. */
  runAs?: string;
  /** Verifies the apply; usually the check. Null if there is no check: then the apply's exit code decides. */
  verify: PlannedCommand | null;
  /** Prints what a rollback needs. Runs once, before the first apply. */
  capture: PlannedCommand | null;
  /** Restores what `capture` printed; reads it from the file `$MP_CAPTURE_FILE`. */
  undo: PlannedCommand | null;
  /** Absolute paths of data that `undo` keeps, unless MP_REMOVE_DATA is set. */
  data?: string[];
  /** One sentence on why there is no undo. */
  noUndoReason?: string;
  /** Whether the apply may run again after it was interrupted. */
  idempotent: boolean;
  /** What it would destroy, in a sentence. */
  destructive?: string;
  /** Prints the names of what it would destroy, one a line, for the preview. Changes nothing. */
  losses?: PlannedCommand;
  /** Changes nothing: it only checks or waits. */
  assertion?: true;
  /** Prints findings (contract/finding.ts) about this server, for the preview. Changes nothing. */
  preview?: PlannedCommand;
  /** Prints observations (contract/observation.ts): what the apply would find and change. Changes nothing; the same server gives the same lines. */
  observe?: PlannedCommand;
  /** Prints a diff of the file that it writes (contract/file-diff.ts), without secrets. Changes nothing. */
  diff?: PlannedCommand;
  /** What is true on the server after the apply, without a full stop. */
  result?: string;
  /** Prints what it has done that is there now, a line each; finds `$MP_CAPTURE_FILE`, where an empty one asks for whatever is there. Changes nothing. */
  listLeftovers?: PlannedCommand;
  /** Known causes of failure, recognized by the output. */
  failures?: KnownFailure[];
  /** Prints more about a failure that the output does not explain, such as a journal. Changes nothing. */
  explain?: PlannedCommand;
  /** Of an uninstall: what is left on the server as long as the state does not hold, in a few words. */
  leftoverLabel?: string;
  /** The server runs `undo` by itself unless the worker reaches it over a new connection within so many seconds of the apply. */
  unlessConfirmed?: { withinSeconds: number };
  /** Of an assertion: which states of its milestone are undone where it does not hold, in this order, by their numbers from 1. */
  undoesWhenRefused?: number[];
}

/** A failure that a retry can resolve: retried with backoff, visibly, a bounded number of times. */
export interface TransientFailure {
  /** A JavaScript regular expression over the last 8 KiB of the milestone's output. */
  pattern: string;
  /** For people: "the mirror answered 503". */
  label: string;
}

/**
 * A failure whose cause is known: named first, with what can be done about it. Of all that match, the one that stands first in the
 * output counts; where two begin at the same place, the one that is listed first.
 */
export interface KnownFailure {
  /** A JavaScript regular expression, multiline, over what the failed state printed. It must not backtrack over more than a line. */
  pattern: string;
  /** For people: "nginx.service is masked". `{name}` is what the pattern's group of that name matched. */
  cause: string;
  /** One line on what to do: "On the server: systemctl unmask nginx". `{name}` as in `cause`. */
  hint: string;
  /** What the worker looks up on the server to say more: `disk` (what fills it) or `port {port}` (who uses it). */
  topic?: string;
  /** Says only how something ended ("exited with 226/NAMESPACE"): any other cause is preferred, wherever it stands. */
  vague?: true;
}

export interface PlannedMilestone {
  /** Permanent: the ETA, the records and the conformance suite go by it. */
  id: string;
  /** For people, while it runs: "Installing nginx". */
  label: string;
  /** For people, what it does: "Install nginx". Left out of plans from before there were actions of milestones. */
  action?: string;
  credential: 'root' | 'user' | 'worker';
  states: PlannedState[];
  transient: TransientFailure[];
  /** Run by a rollback after the states of this milestone are undone. */
  afterRollback?: PlannedRollbackHook[];
}

/** The second half of a state's undo: makes a service load its files again after they were restored. */
export interface PlannedRollbackHook {
  /** The state whose capture it reads: its milestone, and its number there, counted from 1. */
  milestone: string;
  state: number;
  /** For people: "Service nginx runs as it did before". */
  label: string;
  command: PlannedCommand;
}

/** Another installation on the same server that this one needs. */
export interface PlannedRequirement {
  /** Permanent: a key of the definition's `requires`, the name of a form field, or `parent`. */
  role: string;
  /** IDs of packages, any of them. Empty where `capability` counts. */
  packageIds: string[];
  /** Any package that provides it. */
  capability: string | null;
  optional: boolean;
  /** The record of this installation ends with that of the required one, so it does not prevent its uninstall. */
  endsWithRequired?: true;
}

/** What must be installed, and the IDs of packages that must not. */
export interface PlannedGuards {
  title: string;
  /** IDs of packages. In plans from before there were requirements, and empty in others. */
  requires: string[];
  conflicts: string[];
  requirements?: PlannedRequirement[];
}

export interface Plan {
  format: typeof PLAN_FORMAT | typeof GUARDED_PLAN_FORMAT;
  package: string;
  /** "Install nginx". */
  title: string;
  /** `install`, also for a change, `update`, `uninstall`, or another operation of the package: `restart`, `deploy`. */
  kind: string;
  milestones: PlannedMilestone[];
  /**
   * Shell functions that the scripts call, by the name of their library: sent in front of a milestone's scripts, once. Left out if there
   * are none, as in plans from before there were libraries, whose scripts hold all they need.
   */
  libraries?: Record<string, string>;
  /** Checked while the operation holds the server's queue, even if the definition no longer exists. Left out if there are none. */
  guards?: PlannedGuards;
  /** Absolute paths of whole files that an install writes, which no other installation on its server may write. Left out if there are none. */
  owns?: string[];
  /** Absolute paths of data that is in use and that the software would no longer read afterwards. A person confirms them. Left out if there are none. */
  outOfSight?: string[];
  /** What the installation's record will hold when it completes. No secret. */
  record: {
    configuration: Record<string, unknown>;
    version: PlannedCommand | null;
    /** Prints the copies of files that were replaced, a path a line: `keptCopies` of the configuration. */
    copies?: PlannedCommand;
  };
}

/** What a worker's signature covers: this plan, for this operation, on this server. */
export interface SignedPlan {
  operationId: string;
  serverId: string;
  planHash: string;
}
