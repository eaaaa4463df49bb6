import { requestError } from '../errors/request-error';
import { TokenBuckets } from './token-buckets';

/** A console with a dozen tabs that all reload at once calls about 150 procedures. */
const SIGNED_IN = { capacity: 600, perSecond: 50, maxBuckets: 10_000 };
/** Whoever is not signed in has three procedures to call, each once on a page. */
const SIGNED_OUT = { capacity: 60, perSecond: 5, maxBuckets: 10_000 };

/** A browser needs one for all its tabs, and a second for a moment when it changes what it watches. */
export const MAX_STREAMS = 20;

interface Caller {
  sessionId: string | null;
  /** See `clientAddress`. */
  address: string;
}

/** What one session, or one client address without a session, may ask of this process. */
export class RequestLimits {
  readonly #sessions = new TokenBuckets(SIGNED_IN);
  readonly #addresses = new TokenBuckets(SIGNED_OUT);
  /** Open streams of each session that has any. */
  readonly #streams = new Map<string, number>();

  /** Counts `calls` procedures. Throws AppError TOO_MANY_REQUESTS where that is too many. */
  count({ sessionId, address }: Caller, calls: number): void {
    const waitMs =
      sessionId === null ? this.#addresses.take(address, calls) : this.#sessions.take(sessionId, calls);
    if (waitMs === 0) return;
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    throw requestError(
      'TOO_MANY_REQUESTS',
      { code: 'too_many_requests', seconds: retryAfterSeconds },
      { retryAfterSeconds },
    );
  }

  /**
   * Counts a live stream of a session until the answer is called, once. Throws AppError TOO_MANY_REQUESTS where MAX_STREAMS
   * are open.
   */
  openStream(sessionId: string): () => void {
    const open = this.#streams.get(sessionId) ?? 0;
    if (open >= MAX_STREAMS)
      throw requestError('TOO_MANY_REQUESTS', { code: 'too_many_streams', most: MAX_STREAMS });
    this.#streams.set(sessionId, open + 1);
    return () => {
      const left = (this.#streams.get(sessionId) ?? 1) - 1;
      if (left > 0) this.#streams.set(sessionId, left);
      else this.#streams.delete(sessionId);
    };
  }
}
