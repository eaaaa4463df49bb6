const DONE = { done: true, value: undefined } as const;

/**
 * What comes one after the other, maybe with hours in between. An async generator would be shorter, and keeps the last value in its
 * frame for as long as it waits for the next: for each of a thousand idle streams all that was sent last.
 */
export class PullIterator<T> implements AsyncIterableIterator<T, void, undefined> {
  readonly #pull: () => Promise<T | null>;
  readonly #stop: () => void;
  #ended = false;

  /** `ask`: what is next; null at the end. `stop` is called once, at the end, after an error, or when the reader leaves. */
  constructor(pull: () => Promise<T | null>, stop: () => void) {
    this.#pull = pull;
    this.#stop = stop;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, void>> {
    if (this.#ended) return DONE;
    try {
      const value = await this.#pull();
      if (value !== null) return { done: false, value };
    } catch (error) {
      this.#end();
      throw error;
    }
    return this.return();
  }

  /** The reader leaves. */
  return(): Promise<IteratorResult<T, void>> {
    this.#end();
    return Promise.resolve(DONE);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stop();
  }
}
