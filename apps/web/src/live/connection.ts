import type { LiveUpdate, Position } from '@milepost/api/views';

import { problemOf } from '../api/problem';
import { backoffMs } from './backoff';
import type { Client } from './source';
import { openStream } from './source';
import type { LiveState } from './state';
import { FAILURES_BEFORE_POLLING, POLL_MS } from './state';
import type { Watch } from './watch';
import { advanceWatch, keepKnown, sameOperations } from './watch';

/** Tabs come and go in groups: wait until they have said what they watch. */
const SETTLE_MS = 120;

export interface ConnectionEvents {
  onUpdate: (update: LiveUpdate) => void;
  onState: (state: LiveState) => void;
  /** News may have been missed: what is shown should be read again. */
  onResync: () => void;
  onError: (error: unknown) => void;
}

/** Keeps one stream open for the whole browser, and polls while it cannot be had. */
export class LiveConnection {
  private watch: Watch = {};
  private streamed: Watch = {};
  private close: (() => void) | null = null;
  private failures = 0;
  private missed = false;
  private ended = false;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setTimeout> | undefined;
  private polling = false;
  private since: string | null = null;

  constructor(
    private readonly client: Client,
    private readonly events: ConnectionEvents,
  ) {}

  /** What is to be followed. A stream of other operations is replaced, the new one opening before the old closes. */
  setWatch(wanted: Watch): void {
    this.watch = keepKnown(wanted, this.watch);
    if (this.close !== null && sameOperations(this.watch, this.streamed)) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      if (this.retry === undefined) this.open();
    }, SETTLE_MS);
  }

  /** Tries at once instead of waiting for its turn. */
  retryNow(): void {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.open();
  }

  /** Once the stream is open, have everything read again. */
  missedSomething(): void {
    this.missed = true;
  }

  end(): void {
    this.ended = true;
    this.close?.();
    clearTimeout(this.soon);
    clearTimeout(this.retry);
    clearTimeout(this.poll);
  }

  private open(): void {
    if (this.ended) return;
    const before = this.close;
    const watch = this.watch;
    this.streamed = watch;
    this.close = openStream(this.client, watch, {
      onOpen: () => {
        before?.();
        this.opened();
      },
      onUpdate: (update) => {
        this.take(update);
      },
      onDown: (error) => {
        before?.();
        this.down(error);
      },
    });
  }

  private opened(): void {
    this.failures = 0;
    this.polling = false;
    clearTimeout(this.poll);
    this.events.onState({ kind: 'live' });
    if (this.missed) this.events.onResync();
    this.missed = false;
  }

  private down(error: unknown): void {
    this.close = null;
    if (this.ended) return;
    if (problemOf(error).code === 'UNAUTHORIZED') {
      this.end();
      this.events.onError(error);
      return;
    }
    this.failures += 1;
    this.missed = true;
    const wait = backoffMs(this.failures);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.open();
    }, wait);
    if (this.failures >= FAILURES_BEFORE_POLLING) this.startPolling();
    else this.events.onState({ kind: 'reconnecting', at: Date.now() + wait });
  }

  private startPolling(): void {
    if (this.polling) return;
    this.polling = true;
    this.since = null;
    this.events.onState({ kind: 'polling', answered: true });
    this.events.onResync();
    void this.pollOnce();
  }

  private async pollOnce(): Promise<void> {
    try {
      const { at, ...update } = await this.client.live.poll.query({ watch: this.watch, since: this.since });
      if (!this.polling || this.ended) return;
      this.since = at;
      this.events.onState({ kind: 'polling', answered: true });
      this.take(update);
    } catch (error) {
      if (!this.polling || this.ended) return;
      if (problemOf(error).code === 'UNAUTHORIZED') {
        this.end();
        this.events.onError(error);
        return;
      }
      this.events.onState({ kind: 'polling', answered: false });
    }
    this.poll = setTimeout(() => void this.pollOnce(), POLL_MS);
  }

  private take(update: LiveUpdate): void {
    const reached = update.operations.map(({ summary, position }): [string, Position | null] => [
      summary.id,
      position,
    ]);
    this.watch = advanceWatch(this.watch, reached);
    this.events.onUpdate(update);
  }
}
