import type { KnownFailure, TransientFailure } from '@milepost/contract/plan';
import type { Command } from './sh';

/**
 * A rollback undoes states in reverse order, so a service's state is undone before the files that the service reads. The hook runs after
 * them: at the end of each milestone that wrote one of the files (or of its own milestone if none did), with the state's own capture.
 * So the configuration has to be complete at the end of a milestone. The hook does not run if the state was never applied.
 */
export interface RollbackHook {
  /** For people, what is true afterwards. */
  label: string;
  reads: readonly string[];
  command: Command;
}

interface StateBase {
  /** Permanent within its milestone: `package_nginx`. */
  id: string;
  /** For people, what is true when it holds: "nginx is installed". */
  label: string;
  /** For people, what `apply` does: "Install nginx". An assertion has none: it changes nothing. */
  action?: string;
  apply: Command;
  /** Prints what a rollback needs. The output is kept in a file that only root can read until the operation ends; `undo` reads it from `$MP_CAPTURE_FILE`. */
  capture?: Command;
  /** Run `capture` before the operation's first change, so that `undo` and `afterRollback` know how the server was then. */
  captureFirst?: true;
  /** Absolute paths of data that `undo` preserves unless MP_REMOVE_DATA is set. */
  data?: readonly string[];
  /** Checked in the first milestone, so that this state cannot fail for that reason after something was changed. */
  precedingAssertion?: Assertion;
  /** The file that `apply` writes. */
  writes?: string;
  /** All of that file is its own: no other installation on the server may write it. */
  owns?: true;
  /** The second half of `undo`, for a service that reads files which other states write. */
  afterRollback?: RollbackHook;
  /**
   * The user of the server as whom its commands run; root when left out. Root reads `$MP_CAPTURE_FILE` for it: there it is a copy, and
   * files beside it are not kept. Secrets that a command does not name are not there.
   */
  runAs?: string;
  /** What it would destroy, in a sentence. */
  destructive?: string;
  /** Prints the names of what it would destroy, one a line. Changes nothing. */
  losses?: Command;
  /**
   * Says what `apply` would meet and change on this server, in findings (states/findings.ts). Runs in the plan's preview where the
   * check does not hold. Changes nothing.
   */
  preview?: Command;
  /**
   * Prints what `apply` would find and change, in lines that a program reads (contract/observation.ts). Needs no secrets, locks or network,
   * changes nothing, and prints the same as long as the server is the same. Nothing where it cannot tell: it does not fail.
   */
  observe?: Command;
  /**
   * Prints what would change in the file that it writes (contract/file-diff.ts): a unified diff, bounded, without secrets, also those of the
   * file that is there. Needs none, and changes nothing.
   */
  diff?: Command;
  /** What is true on the server after `apply`, without a full stop: "nginx is stopped and does not start at boot". */
  result?: string;
  /** Known causes of failure, recognized by the output of `apply`, each with a hint: tables of states/failures. */
  failures?: readonly KnownFailure[];
  /**
   * Of an install: prints what it has done that is there now, whether it works or not, in a few words a line, none where there
   * is nothing: "nginx is half installed (dpkg: half-configured)". Runs where `apply` began and nothing has undone it; also with an empty
   * `$MP_CAPTURE_FILE`, which asks for whatever is there. Changes nothing. When left out, the file that it
   * writes is looked for, or a `check` that holds tells its `result`.
   */
  listLeftovers?: Command;
  /**
   * Prints what else tells why it failed, such as a service's journal and log. Runs when `apply` or `verify` has failed and `failures`
   * knows nothing of the output; they are then applied to this. Changes nothing, prints no secrets, and ends within seconds.
   */
  explain?: Command;
  /** Of an uninstall: what is left on the server as long as the state does not hold, in a few words: "the service nginx". */
  leftoverLabel?: string;
  /** Failures of `apply` that a retry can resolve. */
  transient?: readonly TransientFailure[];
}

type Checked =
  | {
      /** Exit 0 true, 1 false, anything else an error. Changes nothing; never written with `!`. */
      check: Command;
      noCheckReason?: undefined;
      /** The check, when left out. */
      verify?: Command;
    }
  | {
      check: null;
      /** Why there is no sensible check. */
      noCheckReason: string;
      verify?: Command;
    };

/**
 * For what could shut the console out. A timer on the server, which survives a reboot, runs the undo unless the worker reaches the server
 * over a new connection within so many seconds of the apply, which may take as long itself. The undo is kept on the server's disk meanwhile, so it reads no secrets.
 */
export interface UnlessConfirmed {
  withinSeconds: number;
}

type Reversible =
  | {
      /**
       * Restores what was captured and touches nothing else. Idempotent: it may be interrupted anywhere and run again. It prints a
       * sentence about whatever cannot be restored, and continues.
       */
      undo: Command;
      noUndoReason?: undefined;
      unlessConfirmed?: UnlessConfirmed;
    }
  | {
      undo?: undefined;
      /** One sentence on why there is no undo. */
      noUndoReason: string;
      unlessConfirmed?: undefined;
    };

type Repeatable =
  | {
      /** `apply` may run again after it was interrupted. */
      idempotent: true;
      notIdempotentReason?: undefined;
    }
  | {
      idempotent?: false;
      /** Why it may not, and what a person has to check after it was interrupted. */
      notIdempotentReason: string;
    };

/** Something to apply. It has an undo or says why not, and says whether it may be repeated. */
export type Change = StateBase & { assertion?: undefined; undoesWrites?: undefined } & Checked &
  Reversible &
  Repeatable;

/** A change with an undo. */
export type ReversibleChange = Change & { undo: Command; noUndoReason?: undefined };

/** Changes nothing: it only checks or waits. Made by `assertion` of states/assertion.ts. */
export interface Assertion extends StateBase {
  assertion: true;
  /** Where it does not hold, the files that states before it wrote in the same step are put back before the step fails. */
  undoesWrites?: true;
  check: Command;
  noCheckReason?: undefined;
  verify?: Command;
  unlessConfirmed?: undefined;
  undo?: undefined;
  noUndoReason?: undefined;
  idempotent: true;
  notIdempotentReason?: undefined;
}

/** What must be true on a server: how to check it, how to make it true, and how to verify it. Pure data. */
export type State = Change | Assertion;

/** What is left out. */
export type Nothing = false | '' | null | undefined;

/** States, in order. What is false, null or undefined is left out. */
export type States = readonly (State | readonly (State | Nothing)[] | Nothing)[];

/** The states of a list that are there. */
export function statesOf(states: States): State[] {
  return states.flat().filter((state) => Boolean(state)) as State[];
}
