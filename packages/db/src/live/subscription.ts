import { noChanges } from './channel';
import type { Changes } from './channel';

/** What a subscriber wants to hear of. */
export interface Interest {
  operationIds: ReadonlySet<string>;
  /** All open operations, and all servers. */
  overview: boolean;
}

export interface Heard extends Changes {
  /** More changed than is kept for a slow subscriber: read all that is of interest. */
  overflowed: boolean;
}

/** More ids than these are not kept for one subscriber. */
const KEPT_IDS = 1_000;

/**
 * What a subscriber has not heard yet: a set of ids, so that one who is slow misses numbers in between and nothing else.
 */
export class Subscription {
  /** Null while there is nothing: most subscribers wait. */
  #heard: Heard | null = null;
  #wake: (() => void) | null = null;

  constructor(readonly interest: Interest) {}

  tell({ operationIds, serverIds }: Changes): void {
    const { interest } = this;
    for (const id of operationIds) {
      if (interest.overview || interest.operationIds.has(id)) this.#hear().operationIds.add(id);
    }
    if (interest.overview) for (const id of serverIds) this.#hear().serverIds.add(id);
    if (!this.#heard) return;
    this.#bound(this.#heard);
    this.#wake?.();
  }

  /** What changed since the last call; waits for something unless there is. Null when the signal is aborted. */
  async next(signal: AbortSignal): Promise<Heard | null> {
    const { promise, wake } = waiter();
    this.#wake = wake;
    if (this.#heard || signal.aborted) wake();
    signal.addEventListener('abort', wake);
    await promise;
    signal.removeEventListener('abort', wake);
    return signal.aborted ? null : this.take();
  }

  /** The same without waiting. */
  take(): Heard {
    const heard = this.#hear();
    this.#heard = null;
    return heard;
  }

  #hear(): Heard {
    return (this.#heard ??= { ...noChanges(), overflowed: false });
  }

  #bound({ operationIds, serverIds }: Heard): void {
    if (operationIds.size + serverIds.size > KEPT_IDS) this.#heard = { ...noChanges(), overflowed: true };
  }
}

function waiter(): { promise: Promise<void>; wake: () => void } {
  let wake: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (wake = resolve));
  return { promise, wake };
}
