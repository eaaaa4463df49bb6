import PQueue from 'p-queue';

/** sshd allows 10 sessions a connection unless configured otherwise. */
const MAX_CHANNELS = 6;

/** Limits the channels that are open at once on one connection. First in, first out. The limit shrinks when the server refuses a channel. */
export class ChannelSemaphore {
  readonly #queue = new PQueue({ concurrency: MAX_CHANNELS });

  /** Resolves with a permit as soon as one is free. It must be released; an abort releases it too. */
  acquire(signal: AbortSignal): Promise<ChannelPermit> {
    return new Promise((resolve, reject) => {
      const hold = (): Promise<void> =>
        new Promise((release) => {
          resolve({ release, refused: () => this.#refused() });
        });
      this.#queue.add(hold, { signal }).catch(reject);
    });
  }

  /** Permits that are released in the same turn of the event loop still count as pending: each refusal takes one off the limit. */
  #refused(): void {
    const { concurrency, pending } = this.#queue;
    this.#queue.concurrency = Math.max(1, Math.min(concurrency, pending) - 1);
  }
}

export interface ChannelPermit {
  /** Idempotent. */
  release: () => void;
  /** Report that the server refused to open a channel. */
  refused: () => void;
}
