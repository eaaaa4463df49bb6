import type { LiveUpdate } from '@milepost/api/views';

import type { History } from './operation-store';
import { OperationStore } from './operation-store';
import type { SubscriptionCursors } from '../tabs/subscription-cursors';

const MAX_OFF_SCREEN = 4;

/** The histories this tab holds. Those on screen are watched; a few more are kept for whoever comes back. */
export class OperationStores {
  private readonly stores = new Map<string, OperationStore>();
  private readonly onScreen = new Map<string, number>();

  constructor(private readonly history: History) {}

  get(id: string): OperationStore {
    const known = this.stores.get(id);
    if (known !== undefined) return known;
    const store = new OperationStore(id, this.history);
    this.stores.set(id, store);
    return store;
  }

  /** Answers with what takes it off the screen again. */
  show(id: string): () => void {
    this.onScreen.set(id, (this.onScreen.get(id) ?? 0) + 1);
    return () => {
      const remaining = (this.onScreen.get(id) ?? 1) - 1;
      if (remaining > 0) {
        this.onScreen.set(id, remaining);
        return;
      }
      this.onScreen.delete(id);
      this.forgetOldest();
    };
  }

  shown(): OperationStore[] {
    return [...this.onScreen.keys()].map((id) => this.get(id));
  }

  /** What the stream must bring: only what is on screen and has read its past. */
  cursors(): SubscriptionCursors {
    return Object.fromEntries(
      this.shown()
        .filter(({ complete }) => complete)
        .map(({ id, position }) => [id, position]),
    );
  }

  apply(update: LiveUpdate): void {
    for (const { summary, events, output } of update.operations) {
      if (events.length > 0 || output.length > 0) this.stores.get(summary.id)?.apply({ events, output });
    }
  }

  private forgetOldest(): void {
    const offScreen = [...this.stores.keys()].filter((id) => !this.onScreen.has(id));
    for (const id of offScreen.slice(0, Math.max(0, offScreen.length - MAX_OFF_SCREEN)))
      this.stores.delete(id);
  }
}
