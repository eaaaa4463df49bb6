import type { CommandAnswer, CommandSink, DurableCommand, Host } from './host';
import { HostError } from './host-error';
import { OutputTape } from './output-tape';
import type { Kept } from './output-tape';
import { forwardPause } from './pause';
import type { Link } from './reach';
import { reach } from './reach';
import { rest } from './rest';

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
  /** What of a long output is wanted; all of it when left out. */
  kept?: Kept;
  /** Gets redacted output from `resume.offset` on, each byte that is kept once, and marks from number `resume.marks` on. */
  sink: CommandSink;
  /** The server has proven that the command is claimed; `claims` is its count of claims. Awaited before an answer. */
  onClaimed(claims: number): Promise<void>;
  /** Aborted when a pause is asked: the command stops between two states and the answer is `paused`. */
  pause: AbortSignal;
  /** How long one call follows the command before it is made again. 60 when left out. */
  waitSeconds?: number;
}

const BUSY_TRIES = 20;
const BUSY_MS = 500;

/**
 * Runs one durable command to its end: starts it if it is absent, follows it by offset, and joins it again after every broken link.
 * Any number of attempts may run at once or one after the other: the command runs at most once.
 * Throws HostError for what waiting does not mend (`unusable` also when there are no secrets to start with), and the reason
 * of `signal` when told to let go (the command goes on).
 */
export async function runCommand(run: CommandRun): Promise<CommandAnswer> {
  const { command, secrets, signal } = run;
  const next = { offset: run.resume.offset, mark: run.resume.marks };
  const tape = new OutputTape({ ...run, next });
  const pause = forwardPause(run);
  let { claimed } = run.resume;
  if (claimed) pause.arm();

  const call = (host: Host, heard: () => void) => {
    const start = secrets !== null && !claimed;
    const wanted = tape.wanted();
    const from = start ? { offset: 0, mark: 0 } : wanted.from;
    const follow = {
      ...wanted,
      from,
      sink: tape.begin(from, heard),
      waitSeconds: run.waitSeconds ?? 60,
      signal,
    };
    if (!start) return host.attach(command, follow);
    const onClaimed = async (claims: number): Promise<void> => {
      await run.onClaimed(claims);
      claimed = true;
      heard();
      pause.arm();
    };
    return host.start(command, { ...follow, secrets, onClaimed });
  };

  try {
    for (let busy = 0; ;) {
      const answer = await reach(run, call);
      if (answer.kind === 'running') continue;
      if (answer.kind === 'refused' && answer.reason === 'busy' && busy++ < BUSY_TRIES) {
        await rest(BUSY_MS, signal);
        continue;
      }
      if (answer.kind === 'absent' && !claimed)
        throw new HostError(
          'unusable',
          'no secrets to start with',
          'The secrets of this step cannot be opened.',
        );
      await tape.end();
      return answer;
    }
  } finally {
    pause.disarm();
  }
}
