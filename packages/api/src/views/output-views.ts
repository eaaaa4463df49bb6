/** What the console is given to draw of an operation's output and of the commands behind it: as views.ts. */
import type { Phase } from '@milepost/contract/statuses';

/** Which command printed something. */
export interface OutputSource {
  /** The command's id: output of one command belongs together. */
  command: string;
  milestone: number;
  /** Which attempt at its milestone it is, from 1. */
  attempt: number;
  /** It rolls its milestone back. */
  undo: boolean;
  /** When it was stored. */
  at: string;
}

export type OutputMark =
  /** A phase of a state (from 1) begins; `uptime`: seconds since the server's boot. */
  | { kind: 'phase'; state: number; phase: Phase; uptime: number }
  /** The command has ended. `state`, `phase`, `exitCode`: of what failed. */
  | {
      kind: 'end';
      /** "done", "failed", "paused", "lost" …: as the server answered. */
      outcome: string;
      state: number | null;
      phase: Phase | null;
      exitCode: number | null;
    };

/** The plan that an operation was pinned to, with its commands. Secrets are references by name. */
export interface OperationPlan {
  hash: string;
  milestones: {
    n: number;
    label: string;
    states: PlanStep[];
    /** What rolls it back, in the order in which it runs. */
    undo: PlanStep[];
  }[];
}

export interface PlanStep {
  /** What is true afterwards: "nginx is installed". */
  label: string;
  /** What is done: "Install nginx". Null where the label says it, as in a rollback. */
  action: string | null;
  /** As people read them: short, secrets masked as ‹name›. Null where there is none. */
  check: string | null;
  apply: string;
  verify: string | null;
  /** What it destroys, in a sentence; null where nothing. */
  destructive: string | null;
  /** What runs in full; null where it was not asked for. */
  script: string | null;
}

/** Null: it is not installed before, or after. */
export interface VersionChange {
  from: string | null;
  to: string | null;
}

/** How a plan, or the server that it is for, differs from what was shown. */
export interface PlanChange {
  /** Packages whose versions are others: what the plan would bring them from and to. Null where it would not touch them. */
  packages: { name: string; before: VersionChange | null; now: VersionChange | null }[];
  /** Paths of files that are not as they were. */
  files: string[];
  /** Paths of data that would no longer be read, and that nobody has seen. */
  outOfSight: string[];
  differences: {
    /** "Installing nginx". */
    milestone: string;
    /** "Install nginx". */
    label: string;
    change: 'added' | 'removed' | 'changed';
    /** The commands, secrets masked; null where there were, or are, none. */
    before: string | null;
    after: string | null;
  }[];
}
