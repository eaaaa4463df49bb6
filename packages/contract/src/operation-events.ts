import type { Conclusion, Obstacle, StopSummary } from './conclusion';
import type { HostProblem } from './errors/host-problem';
import type { Failure } from './failure';
import type { FreeText } from './free-text';
import type { OperationKind } from './operation-kinds';
import type { OperationOutcome, Phase } from './statuses';

/** The events of an operation and their data. They never contain a secret or output. */
export interface EventData {
  submitted: { kind: OperationKind; title: string; by: string };
  /** A workflow run began to execute it. */
  run_started: { runId: string };
  prepared: Record<string, never>;
  /** Facts or guards were against it: nothing was started. */
  refused: { obstacle: Obstacle };
  /** `undo`: during a rollback. */
  milestone_started: { milestone: number; label: string; attempt: number; undo?: boolean };
  milestone_rolled_back: { milestone: number; label: string; ms: number };
  /** Stopped between states, before `state`. */
  milestone_paused: { milestone: number; label: string; state: number };
  /** `applied`: states that had to be applied; 0: everything was already up to date. */
  milestone_done: { milestone: number; label: string; applied: number; ms: number };
  milestone_failed: {
    milestone: number;
    label: string;
    failure: Failure;
    state?: number;
    phase?: Phase;
    exitCode?: number;
  };
  /** A transient failure; the next attempt comes after `ms` milliseconds. */
  milestone_transient: {
    milestone: number;
    label: string;
    reason: string;
    retry: number;
    of: number;
    ms: number;
  };
  /** The supervisor died on the server. `guarded`: the apply it was in may have worked, and is not run again. */
  milestone_lost: { milestone: number; label: string; state: number; phase: Phase; guarded: boolean };
  /** The server has not been reached for some seconds; it is tried without limit. */
  connection_lost: { reason: HostProblem | FreeText };
  connection_restored: { ms: number };
  /** A script warned of something that prevented nothing. */
  warning: { milestone: number; sentence: string };
  /** The middle of a long output is not kept. */
  output_capped: { milestone: number; keptBytes: number };
  cancel_requested: { by: string; reason: string | null };
  pause_requested: { by: string; resumeAt: string | null };
  paused: { by: string };
  resumed: { by: string };
  /** A person has to answer decision point `point`. `milestone`: the one that failed. */
  decision_needed: { point: number; milestone: number | null; conclusion: Conclusion };
  decided: {
    point: number;
    action: string;
    by: string;
    reason: string | null;
    /** Retried from, or skipped. */
    milestone?: number;
    removeData?: boolean;
  };
  /** Its workflow was terminated. */
  interrupted: { runId: string };
  /** Its workflow was terminated while it was being closed: a new run closes it. */
  run_replaced: { runId: string };
  /** Another worker continues. `attempt`: of the Temporal activity, from 1. */
  worker_lost: { attempt: number };
  resumed_after_interruption: { by: string };
  /** The command is verified to have stopped: `by` is null, or the person who checked the server. `stopped`: null where nothing had to be. */
  verified_stopped: { by: string | null; stopped: StopSummary | null };
  server_abandoned: { by: string };
  /** A person had the installation's record deleted; nothing on the server was touched. */
  record_deleted: { by: string; reason: string | null };
  closed: { outcome: OperationOutcome; conclusion: Conclusion };
}

export type EventType = keyof EventData;

/** An event before it has a number. */
export type EventFact = { [T in EventType]: { type: T; data: EventData[T] } }[EventType];

/** One line of the history as it is read. */
export type OperationEvent = {
  [T in EventType]: { n: number; type: T; data: EventData[T]; at: Date };
}[EventType];
