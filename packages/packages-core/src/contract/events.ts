/**
 * An operation's history: one line an event, numbered 1, 2, 3 … within the operation. The worker and the API write them,
 * the API makes sentences of them. No secret and no output is ever in one. `n` counts milestones from 1; `ms` are milliseconds.
 */
export interface EventData {
  /** A person pressed the button. */
  submitted: { by: string };
  /** A workflow run began to work on it; `again` when it is not the first. */
  opened: { again: boolean };
  /** It waits in line: behind which operation (its title), at which place (1 is next). */
  lane_waiting: { behind: string; place: number };
  lane_granted: Record<string, never>;
  /** Nobody may go on although nobody works: the reason, in a sentence. */
  lane_blocked: { reason: string };
  /** Facts and guards were judged with the lane held, and the plan is pinned. */
  prepared: { milestones: number };
  milestone_started: { n: number; label: string; attempt: number };
  /** `applied` of `states` had to be brought about; 0: all of it was true already. */
  milestone_done: { n: number; label: string; ms: number; applied: number; states: number };
  /** One sentence, what failed before why. */
  milestone_failed: { n: number; label: string; sentence: string };
  /** A transient failure: `reason` as the definition words it, tried again in `inMs`. */
  milestone_retrying: { n: number; label: string; reason: string; attempt: number; of: number; inMs: number };
  /** The outcome of a command cannot be known; what follows from it, in a sentence. */
  milestone_unknown: { n: number; label: string; sentence: string };
  /** The link to the server broke; what runs there goes on. */
  link_lost: { n: number; label: string; reason: string };
  link_back: { n: number; label: string; ms: number };
  /** Output in the middle was left out to keep it bounded. */
  output_capped: { n: number; label: string; bytes: number };
  cancel_asked: { by: string; reason: string | null };
  /** Without a row of ours: by the Temporal UI or its command line. */
  cancel_asked_in_temporal: { by: string | null };
  decided: { by: string; action: 'try_again'; n: number; label: string; reason: string | null };
  /** What the closing found on the server. `left`: processes that would not go. */
  stopped: { how: 'clean' | 'left' | 'unreachable'; left: string[] };
  completed: { ms: number };
  failed: { sentence: string };
  cancelled: { sentence: string };
}

export type EventType = keyof EventData;

/** One event with the data of its type. */
export type OperationEvent = { [T in EventType]: { type: T; data: EventData[T] } }[EventType];

const KNOWN: Record<EventType, true> = {
  submitted: true,
  opened: true,
  lane_waiting: true,
  lane_granted: true,
  lane_blocked: true,
  prepared: true,
  milestone_started: true,
  milestone_done: true,
  milestone_failed: true,
  milestone_retrying: true,
  milestone_unknown: true,
  link_lost: true,
  link_back: true,
  output_capped: true,
  cancel_asked: true,
  cancel_asked_in_temporal: true,
  decided: true,
  stopped: true,
  completed: true,
  failed: true,
  cancelled: true,
};

export const EVENT_TYPES = Object.keys(KNOWN) as EventType[];

/** Whether a stored type is one that this code knows: an older or newer worker may have written another. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(KNOWN, type);
}
