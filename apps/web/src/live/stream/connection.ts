import type { LiveUpdate, Position } from '@milepost/api/views';

import { toProblem } from '../../api/problem';
import { backoffMs } from './backoff';
import type { Client } from './source';
import { openStream } from './source';
import type { LiveState } from '../state';
import { FAILURES_BEFORE_POLLING, POLL_MS } from '../state';
import type { SubscriptionCursors } from '../tabs/subscription-cursors';
import { advanceCursors, preserveCursors, sameOperations } from '../tabs/subscription-cursors';

/** Tabs come and go in groups: wait until they have said what they watch. */
const DEBOUNCE_MS = 120;

export interface ConnectionEvents {
  onUpdate: (update: LiveUpdate) => void;
  onState: (state: LiveState) => void;
  /** News may have been missed: what is shown should be read again. */
  onResync: () => void;
  onError: (error: unknown) => void;
}

/** Keeps one stream open for the whole browser, and polls while it cannot be had. */
export class LiveConnection {
  private cursors: SubscriptionCursors = {};
  private streamedCursors: SubscriptionCursors = {};
  private close: (() => void) | null = null;
  private failures = 0;
  private missed = false;
  private ended = false;
  private openTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private polling = false;
  private since: string | null = null;

  constructor(
    private readonly client: Client,
    private readonly events: ConnectionEvents,
  ) {}

  /** What is to be followed. A stream of other operations is replaced, the new one opening before the old closes. */
  setCursors(wanted: SubscriptionCursors): void {
    this.cursors = preserveCursors(wanted, this.cursors);
    if (this.close !== null && sameOperations(this.cursors, this.streamedCursors)) return;
    clearTimeout(this.openTimer);
    this.openTimer = setTimeout(() => {
      if (this.retryTimer === undefined) this.open();
    }, DEBOUNCE_MS);
  }

  /** Tries at once instead of waiting for its turn. */
  retryNow(): void {
    if (this.retryTimer === undefined) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    this.open();
  }

  /** Once the stream is open, have everything read again. */
  markMissed(): void {
    this.missed = true;
  }

  end(): void {
    this.ended = true;
    this.close?.();
    clearTimeout(this.openTimer);
    clearTimeout(this.retryTimer);
    clearTimeout(this.pollTimer);
  }

  private open(): void {
    if (this.ended) return;
    const before = this.close;
    const cursors = this.cursors;
    this.streamedCursors = cursors;
    this.close = openStream(this.client, cursors, {
      onOpen: () => {
        before?.();
        this.opened();
      },
      onUpdate: (update) => {
        this.apply(update);
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
    clearTimeout(this.pollTimer);
    this.events.onState({ kind: 'live' });
    if (this.missed) this.events.onResync();
    this.missed = false;
  }

  private down(error: unknown): void {
    this.close = null;
    if (this.ended) return;
    if (toProblem(error).code === 'UNAUTHORIZED') {
      this.end();
      this.events.onError(error);
      return;
    }
    this.failures += 1;
    this.missed = true;
    const wait = backoffMs(this.failures);
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
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
      const { at, ...update } = await this.client.live.poll.query({ watch: this.cursors, since: this.since });
      if (!this.polling || this.ended) return;
      this.since = at;
      this.events.onState({ kind: 'polling', answered: true });
      this.apply(update);
    } catch (error) {
      if (!this.polling || this.ended) return;
      if (toProblem(error).code === 'UNAUTHORIZED') {
        this.end();
        this.events.onError(error);
        return;
      }
      this.events.onState({ kind: 'polling', answered: false });
    }
    this.pollTimer = setTimeout(() => void this.pollOnce(), POLL_MS);
  }

  private apply(update: LiveUpdate): void {
    const reached = update.operations.map(({ summary, position }): [string, Position | null] => [
      summary.id,
      position,
    ]);
    this.cursors = advanceCursors(this.cursors, reached);
    this.events.onUpdate(update);
  }
}
