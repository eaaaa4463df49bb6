import { LRUCache } from 'lru-cache';

export interface BucketSize {
  /** Tokens of a full bucket, which is what a caller has who was not seen before. */
  capacity: number;
  /** Tokens that come back each second, up to the capacity. */
  perSecond: number;
  /** Buckets kept at once; beyond that the one that was used least recently is forgotten. */
  maxBuckets: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was true, in milliseconds since 1970. */
  at: number;
}

/** One token bucket for each caller, in the memory of this process. */
export class TokenBuckets {
  readonly #buckets: LRUCache<string, Bucket>;

  constructor(private readonly size: BucketSize) {
    this.#buckets = new LRUCache({ max: size.maxBuckets });
  }

  /**
   * Takes tokens of a caller. Returns how many milliseconds too early it is; 0 where they were taken. A refusal takes
   * nothing. `now` is in milliseconds since 1970. A cost above the capacity is charged as the capacity.
   */
  take(caller: string, cost: number, now = Date.now()): number {
    const { capacity, perSecond } = this.size;
    const charged = Math.min(cost, capacity);
    const tokens = this.#tokensOf(caller, now);
    const enough = tokens >= charged;
    this.#buckets.set(caller, { tokens: enough ? tokens - charged : tokens, at: now });
    return enough ? 0 : Math.ceil(((charged - tokens) / perSecond) * 1000);
  }

  /** How many buckets are kept. */
  get kept(): number {
    return this.#buckets.size;
  }

  #tokensOf(caller: string, now: number): number {
    const { capacity, perSecond } = this.size;
    const bucket = this.#buckets.get(caller);
    if (!bucket) return capacity;
    const elapsed = Math.max(0, now - bucket.at) / 1000; // the clock may be set back
    return Math.min(capacity, bucket.tokens + elapsed * perSecond);
  }
}
