import { confirmChanges } from './confirm-changes';
import type { ConfirmChange } from './confirm-changes';
import type { CommandResult, CommandSink, DurableCommand, Host } from './host';
import { HostError } from './host-error';
import { OutputAssembler } from './output/output-assembler';
import type { HeadTailLimit } from './output/output-assembler';
import { forwardPause } from './pause';
import type { HostConnector } from './connection/with-reconnect';
import { withReconnect } from './connection/with-reconnect';
import { sleep } from './connection/sleep';

/** What the database knows of the command from earlier attempts. */
export interface CommandResume {
  /** The server has confirmed the claim (`onClaimed` was called): from then on the command is only followed, never started. */
  claimed: boolean;
  /** Bytes of output stored. */
  offset: number;
  /** Marks stored. */
  marks: number;
}

export interface CommandRun extends HostConnector {
  /** With the spool as it was read for the intent that is now committed; the same on every attempt of one command. */
  command: DurableCommand;
  /** Null when they cannot be opened here: what runs is followed, its output withheld; nothing is started. */
  secrets: Record<string, string> | null;
  resume: CommandResume;
  /** How much of a long output to fetch. All of it when left out. */
  outputLimit?: HeadTailLimit;
  /** Gets redacted output from `resume.offset` on, each byte that is kept once, and marks from number `resume.marks` on. */
  sink: CommandSink;
  /** The server has confirmed that the command is claimed; `claims` is its count of claims. Awaited before an answer. */
  onClaimed(claims: number): Promise<void>;
  /** How guarded changes are confirmed. Left out: they are undone. */
  confirm?: ConfirmChange;
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
 * Throws HostError for what a retry cannot resolve (`unusable` also when there are no secrets to start with), and the reason
 * of `signal` when aborted (the command goes on).
 */
export async function runCommand(run: CommandRun): Promise<CommandResult> {
  const { command, secrets, signal } = run;
  const next = { offset: run.resume.offset, mark: run.resume.marks };
  const changes = confirmChanges({ command, confirm: run.confirm, signal });
  const sink: CommandSink = {
    output: (chunk) => run.sink.output(chunk),
    mark: (mark) => {
      if (mark.phase === 'confirm') changes.begin(mark.state);
      run.sink.mark(mark);
    },
  };
  const assembler = new OutputAssembler({ ...run, sink, next });
  const pause = forwardPause(run);
  let { claimed } = run.resume;
  if (claimed) pause.arm();

  const call = (host: Host, onProgress: () => void) => {
    const start = secrets !== null && !claimed;
    const request = assembler.nextRequest();
    const from = start ? { offset: 0, mark: 0 } : request.from;
    const follow = {
      ...request,
      from,
      sink: assembler.begin(from, onProgress),
      waitSeconds: run.waitSeconds ?? 60,
      onGuarded: (state: number) => changes.begin(state),
      signal,
    };
    if (!start) return host.attach(command, follow);
    const onClaimed = async (claims: number): Promise<void> => {
      await run.onClaimed(claims);
      claimed = true;
      onProgress();
      pause.arm();
    };
    return host.start(command, { ...follow, secrets, onClaimed });
  };

  try {
    for (let busy = 0; ;) {
      const answer = await withReconnect(run, call);
      if (answer.kind === 'running') continue;
      if (answer.kind === 'refused' && answer.reason === 'busy' && busy++ < BUSY_TRIES) {
        await sleep(BUSY_MS, signal);
        continue;
      }
      if (answer.kind === 'absent' && !claimed)
        throw new HostError('unusable', { code: 'secrets_unavailable' });
      await assembler.end();
      return answer;
    }
  } finally {
    pause.disarm();
    changes.end();
  }
}
