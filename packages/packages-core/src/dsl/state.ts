import type { TransientFailure } from '../contract/plan';
import type { Command } from './sh';

/**
 * The way back goes backwards, so a service's state is undone before the files it reads are. What it has to do with the former files
 * is done here: at the end of each milestone that wrote one of them, or of its own where none did, and with the state's own capture.
 * So the configuration has to be whole at the end of a milestone. Nothing is done where the state was never applied.
 */
export interface Settle {
  /** For people, what is true afterwards. */
  label: string;
  reads: readonly string[];
  command: Command;
}

interface StateBase {
  /** Permanent within its milestone: `package_nginx`. */
  id: string;
  /** For people, what is true when it holds: "Package nginx is installed". */
  label: string;
  apply: Command;
  /** Prints what must be kept for the way back, and no secret: it is kept in a file; `undo` finds it at `$MP_CAPTURED`. */
  capture?: Command;
  /**
   * Goes back to what was captured, and touches nothing else. It may be cut off anywhere and run again: the second run finds
   * nothing to do. What cannot be put back it says in a sentence, and goes on.
   */
  undo?: Command;
  /** Absolute paths of what `undo` would remove with it and keeps, unless MP_REMOVE_DATA is set: what people stored there since. */
  data?: readonly string[];
  /** Instead of `undo`: why there is no way back, in a sentence. */
  irreversible?: string;
  /** The file that `apply` writes. */
  writes?: string;
  /** The second half of `undo`, for who reads files that other states write. */
  settle?: Settle;
  /** May `apply` be run again after it was cut off? Not until the state says so. */
  repeatable?: boolean;
  /** For a state that is not repeatable: why, and what a person has to look at when it was cut off. */
  once?: string;
  /** It only looks, or waits, until it is so: see states/proof. */
  proof?: true;
  /** What it would destroy, in a sentence. */
  destructive?: string;
  /** Of an uninstall: what is still on the server while it does not hold, in a few words: "the service nginx". */
  remains?: string;
  /** Failures of `apply` that heal by themselves. */
  transient?: readonly TransientFailure[];
}

/** What must be true on a server, how to see it, how to make it true, how to prove it. Pure data. */
export type State = StateBase &
  (
    | {
        /** Exit 0 true, 1 false, anything else an error. Changes nothing; never written with `!`. */
        check: Command;
        /** The check, when left out. */
        verify?: Command;
      }
    | {
        check: null;
        /** Why there is no sensible check. */
        unchecked: string;
        verify?: Command;
      }
  );
