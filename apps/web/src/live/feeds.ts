import type { LiveUpdate } from '@milepost/api/views';

import type { History } from './operation-feed';
import { OperationFeed } from './operation-feed';
import type { Watch } from './watch';

const KEPT = 4;

/** The histories this tab holds. Those on screen are watched; a few more are kept for whoever comes back. */
export class OperationFeeds {
  private readonly feeds = new Map<string, OperationFeed>();
  private readonly onScreen = new Map<string, number>();

  constructor(private readonly history: History) {}

  get(id: string): OperationFeed {
    const known = this.feeds.get(id);
    if (known !== undefined) return known;
    const feed = new OperationFeed(id, this.history);
    this.feeds.set(id, feed);
    return feed;
  }

  /** Answers with what takes it off the screen again. */
  show(id: string): () => void {
    this.onScreen.set(id, (this.onScreen.get(id) ?? 0) + 1);
    return () => {
      const left = (this.onScreen.get(id) ?? 1) - 1;
      if (left > 0) {
        this.onScreen.set(id, left);
        return;
      }
      this.onScreen.delete(id);
      this.forgetOldest();
    };
  }

  shown(): OperationFeed[] {
    return [...this.onScreen.keys()].map((id) => this.get(id));
  }

  /** What the stream must bring: only what is on screen and has read its past. */
  watch(): Watch {
    return Object.fromEntries(
      this.shown()
        .filter(({ complete }) => complete)
        .map(({ id, position }) => [id, position]),
    );
  }

  take(update: LiveUpdate): void {
    for (const { summary, events, output } of update.operations) {
      if (events.length > 0 || output.length > 0) this.feeds.get(summary.id)?.take({ events, output });
    }
  }

  private forgetOldest(): void {
    const off = [...this.feeds.keys()].filter((id) => !this.onScreen.has(id));
    for (const id of off.slice(0, Math.max(0, off.length - KEPT))) this.feeds.delete(id);
  }
}
