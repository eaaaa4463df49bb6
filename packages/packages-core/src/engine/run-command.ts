import type { CommandAnswer, CommandSink, DurableCommand } from './host';
import type { Link } from './reach';

/** What the database knows of the command from earlier attempts. */
export interface CommandResume {
  /** The server has proven the claim (`onClaimed` was told): from then on it is only followed, never started. */
  claimed: boolean;
  /** Bytes of output stored. */
  offset: number;
  /** Marks stored. */
  marks: number;
}

export interface CommandRun extends Link {
  /** With the spool as it was read for the intent that is now committed; the same on every attempt of one command. */
  command: DurableCommand;
  /** Null when they cannot be opened here: what runs is followed, its output withheld; nothing is started. */
  secrets: Record<string, string> | null;
  resume: CommandResume;
  /** Gets redacted output from `resume.offset` on, each byte once, and marks from number `resume.marks` on. */
  sink: CommandSink;
  /** The server has proven that the command is claimed; `claims` is its count of claims. Awaited before an answer. */
  onClaimed(claims: number): Promise<void>;
  /** Aborted when a pause is asked: the command stops between two states and the answer is `paused`. */
  pause: AbortSignal;
}

/**
 * Runs one durable command to its end: starts it if it is absent, follows it by offset, and joins it again after every broken link.
 * Any number of attempts may run at once or one after the other: the command runs at most once.
 * Throws HostError for what waiting does not mend, and the reason of `signal` when told to let go (the command goes on).
 */
export declare function runCommand(run: CommandRun): Promise<CommandAnswer>;
