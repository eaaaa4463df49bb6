import type { SubscriptionCursors } from './subscription-cursors';
import { mergeCursors } from './subscription-cursors';

const SILENT_MS = 65_000;

/** The subscriptions of each tab, as the leader knows them. A tab that has been silent for a minute is gone. */
export class TabSubscriptions {
  private readonly tabs = new Map<string, { cursors: SubscriptionCursors; at: number }>();

  register(tab: string, cursors: SubscriptionCursors, now: number): void {
    this.tabs.set(tab, { cursors, at: now });
  }

  remove(tab: string): void {
    this.tabs.delete(tab);
  }

  merged(now: number): SubscriptionCursors {
    for (const [tab, { at }] of this.tabs) if (now - at > SILENT_MS) this.tabs.delete(tab);
    return mergeCursors([...this.tabs.values()].map(({ cursors }) => cursors));
  }
}
