import type { CommandRef, Confirmation } from './host';
import { HostRefusal } from './host-error';
import { joinSignals } from './connection/join-signals';
import { sleep } from './connection/sleep';

/** Asks the server, over a connection made for this alone, to keep the guarded change of a state (from 1). Throws HostError. */
export type ConfirmChange = (
  ref: CommandRef,
  guarded: { state: number; fence: number },
  signal: AbortSignal,
) => Promise<Confirmation>;

const RETRY_MS = 500;

/**
 * Confirms the guarded changes of one command, each as soon as it is known to wait, and tries again until it is answered or the command
 * has ended. What comes of it is the command's own answer.
 */
export function confirmChanges(run: {
  command: CommandRef & { fence: number };
  confirm: ConfirmChange | undefined;
  signal: AbortSignal;
}) {
  const { command, confirm } = run;
  const joined = joinSignals(run.signal);
  const begun = new Set<number>();

  async function keepTrying(state: number, ask: ConfirmChange): Promise<void> {
    for (;;) {
      try {
        await ask(command, { state, fence: command.fence }, joined.signal);
        return;
      } catch (error) {
        // Another run of the operation decides now, or it has ended.
        if (error instanceof HostRefusal && (error.reason === 'fenced' || error.reason === 'closed')) return;
        await sleep(RETRY_MS, joined.signal);
      }
    }
  }

  return {
    /** The change of this state waits. Known already, it is not begun again. */
    begin(state: number): void {
      if (!confirm || begun.has(state)) return;
      begun.add(state);
      keepTrying(state, confirm).catch(() => undefined); // the command has ended
    },
    /** The command has ended, or is not followed any more. */
    end(): void {
      joined.abort(new Error('The command has ended'));
    },
  };
}
