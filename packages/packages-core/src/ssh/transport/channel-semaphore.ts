/** sshd allows 10 sessions a connection unless told otherwise. */
const MAX_CHANNELS = 6;

/** Limits the channels that are open at once on one connection. First in, first out. The limit shrinks when the server refuses a channel. */
export class ChannelSemaphore {
  #limit = MAX_CHANNELS;
  #open = 0;
  readonly #waiting: (() => void)[] = [];

  /** Resolves with a permit as soon as one is free. It must be released. */
  async acquire(signal: AbortSignal): Promise<ChannelPermit> {
    signal.throwIfAborted();
    if (this.#open >= this.#limit) await this.#enqueue(signal);
    else this.#open++;
    let held = true;
    const release = (): void => {
      if (held) this.#release();
      held = false;
    };
    return { release, refused: () => this.#refused() };
  }

  /** A released permit goes straight to the next in line. */
  #enqueue(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const resume = (): void => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(resume), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(resume);
    });
  }

  #release(): void {
    const next = this.#open <= this.#limit ? this.#waiting.shift() : undefined;
    if (next) next();
    else this.#open--;
  }

  #refused(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#open - 1));
  }
}

export interface ChannelPermit {
  /** Idempotent. */
  release: () => void;
  /** Report that the server refused to open a channel. */
  refused: () => void;
}
