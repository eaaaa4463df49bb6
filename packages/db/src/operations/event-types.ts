import type { OperationKind, OperationOutcome, Phase } from './words';

/** What an operation's history can tell, and with what. No secret and no output ever goes in here. */
export interface EventData {
  submitted: { kind: OperationKind; title: string; by: string };
  /** A workflow run took it up. */
  opened: { runId: string };
  prepared: Record<string, never>;
  /** Facts or guards were against it: nothing was started. */
  refused: { sentence: string };
  /** `undo`: on the way back. */
  milestone_started: { milestone: number; label: string; attempt: number; undo?: boolean };
  milestone_undone: { milestone: number; label: string; ms: number };
  /** Stopped between states, before `state`. */
  milestone_paused: { milestone: number; label: string; state: number };
  /** `applied`: states that had to be brought about; 0: everything was already true. */
  milestone_done: { milestone: number; label: string; applied: number; ms: number };
  milestone_failed: {
    milestone: number;
    label: string;
    sentence: string;
    state?: number;
    phase?: Phase;
    exitCode?: number;
  };
  /** A failure that heals by itself; the next try comes after `ms`. */
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
  link_lost: { reason: string };
  link_back: { ms: number };
  /** The middle of a long output is not kept. */
  output_capped: { milestone: number; keptBytes: number };
  cancel_asked: { by: string; reason: string | null };
  pause_asked: { by: string; resumeAt: string | null };
  paused: { by: string };
  resumed: { by: string };
  /** A person has to answer decision point `point`. `milestone`: the one that failed. */
  decision_needed: { point: number; milestone: number | null; sentence: string };
  decided: {
    point: number;
    action: string;
    by: string;
    reason: string | null;
    milestone?: number;
    removeData?: boolean;
  };
  /** Its workflow was terminated. */
  interrupted: { runId: string };
  gone_on: { by: string };
  /** The command that was unproven is: `by` is null, or a person who looked. */
  proven: { by: string | null; sentence: string };
  stop_waiting_asked: { by: string };
  /** A person had the installation's record deleted; nothing on the server was touched. */
  record_deleted: { by: string; reason: string | null };
  closed: { outcome: OperationOutcome; conclusion: string };
}

export type EventType = keyof EventData;

/** One fact that the history tells, before it has a number. */
export type EventFact = { [T in EventType]: { type: T; data: EventData[T] } }[EventType];

/** One line of the history as it is read. */
export type OperationEvent = {
  [T in EventType]: { n: number; type: T; data: EventData[T]; at: Date };
}[EventType];
