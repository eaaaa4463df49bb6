import type { TransientFailure } from '../contract/plan';
import type { Command } from './sh';

interface StateBase {
  /** Permanent within its milestone: `package_nginx`. */
  id: string;
  /** For people, what is true when it holds: "Package nginx is installed". */
  label: string;
  apply: Command;
  /** Prints what must be kept for the way back; `undo` finds that in the file `$MP_CAPTURED`. */
  capture?: Command;
  undo?: Command;
  /** May `apply` be run again after it was cut off? Not until the state says so. */
  repeatable?: boolean;
  /** For a state that is not repeatable: why, and what a person has to look at when it was cut off. */
  once?: string;
  /** It only looks, or waits, until it is so: see states/proof. */
  proof?: true;
  /** What it would destroy, in a sentence. */
  destructive?: string;
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
