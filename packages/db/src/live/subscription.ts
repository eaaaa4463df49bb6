import { noChanges } from './channel';
import type { Changes } from './channel';

/** The changes that a subscriber wants. */
export interface SubscriptionFilter {
  operationIds: ReadonlySet<string>;
  /** All open operations, all servers, and general notifications. */
  overview: boolean;
  /** Checks of plans that are waited for. */
  planCheckIds?: ReadonlySet<string>;
}

export interface PendingChanges extends Changes {
  /** More changed than is kept for a slow subscriber: read all that is of interest. */
  overflowed: boolean;
}

/** More ids than these are not kept for one subscriber. */
const MAX_PENDING_IDS = 1_000;

/**
 * The changes that a subscriber has not taken yet: a set of IDs, so that a slow one misses intermediate numbers and nothing else.
 */
export class Subscription {
  /** Null while there is nothing: most subscribers wait. */
  #pending: PendingChanges | null = null;
  #wake: (() => void) | null = null;

  constructor(readonly filter: SubscriptionFilter) {}

  notify({ operationIds, serverIds, audiences, planCheckIds, workers }: Changes): void {
    const { filter } = this;
    for (const id of operationIds) {
      if (filter.overview || filter.operationIds.has(id)) this.#ensurePending().operationIds.add(id);
    }
    for (const id of planCheckIds)
      if (filter.planCheckIds?.has(id)) this.#ensurePending().planCheckIds.add(id);
    if (filter.overview) {
      for (const id of serverIds) this.#ensurePending().serverIds.add(id);
      for (const audience of audiences) this.#ensurePending().audiences.add(audience);
      if (workers) this.#ensurePending().workers = true;
    }
    if (!this.#pending) return;
    this.#bound(this.#pending);
    this.#wake?.();
  }

  /** What changed since the last call; waits for something unless there is. Null when the signal is aborted. */
  async next(signal: AbortSignal): Promise<PendingChanges | null> {
    const { promise, wake } = waiter();
    this.#wake = wake;
    if (this.#pending || signal.aborted) wake();
    signal.addEventListener('abort', wake);
    await promise;
    signal.removeEventListener('abort', wake);
    return signal.aborted ? null : this.drain();
  }

  /** The same without waiting. */
  drain(): PendingChanges {
    const pending = this.#ensurePending();
    this.#pending = null;
    return pending;
  }

  #ensurePending(): PendingChanges {
    return (this.#pending ??= { ...noChanges(), overflowed: false });
  }

  #bound({ operationIds, serverIds, audiences, workers }: PendingChanges): void {
    if (operationIds.size + serverIds.size > MAX_PENDING_IDS)
      this.#pending = { ...noChanges(), audiences, workers, overflowed: true };
  }
}

function waiter(): { promise: Promise<void>; wake: () => void } {
  let wake: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (wake = resolve));
  return { promise, wake };
}
