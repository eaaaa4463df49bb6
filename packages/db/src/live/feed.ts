const DONE = { done: true, value: undefined } as const;

/**
 * What comes one after the other, maybe with hours in between. An async generator would be shorter, and keeps the last value in its
 * frame for as long as it waits for the next: for each of a thousand idle streams all that they were told of last.
 */
export class Feed<T> implements AsyncIterableIterator<T, void, undefined> {
  readonly #ask: () => Promise<T | null>;
  readonly #stop: () => void;
  #over = false;

  /** `ask`: what is next; null at the end. `stop` is called once, at the end, after an error, or when the reader leaves. */
  constructor(ask: () => Promise<T | null>, stop: () => void) {
    this.#ask = ask;
    this.#stop = stop;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, void>> {
    if (this.#over) return DONE;
    try {
      const value = await this.#ask();
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
    if (this.#over) return;
    this.#over = true;
    this.#stop();
  }
}
