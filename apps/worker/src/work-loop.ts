import { setTimeout as sleep } from 'node:timers/promises';

export interface WorkLoop {
  /** Something was written: it is read now instead of at the next poll. */
  wake(): void;
  /** Works until `signal` is aborted. Never throws: PostgreSQL and Temporal may come and go. */
  run(signal: AbortSignal): Promise<void>;
}

interface Options {
  /** Does what is due. Returns whether there may be more. */
  round: () => Promise<boolean>;
  /** Notifications are lost while there is no connection to hear them, and what failed is due again by the clock. */
  pollMs: number;
  onError: (reason: string) => void;
}

/** Calls `round` after each `wake`, one at a time, and in any case every `pollMs` milliseconds. */
export function createWorkLoop({ round, pollMs, onError }: Options): WorkLoop {
  let endWait: () => void = () => undefined;
  let woken = false;
  return {
    wake() {
      woken = true;
      endWait();
    },
    async run(signal) {
      while (!signal.aborted) {
        woken = false;
        const more = await round().catch((error: unknown) => {
          onError(String(error));
          return false;
        });
        if (more || woken) continue;
        const wait = new Promise<void>((resolve) => {
          endWait = resolve;
        });
        await Promise.race([wait, sleep(pollMs, undefined, { signal }).catch(() => undefined)]);
      }
    },
  };
}
