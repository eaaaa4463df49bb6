import type { Watch } from './watch';
import { mergeWatches } from './watch';

const SILENT_MS = 65_000;

/** What each tab watches, as the leader knows it. A tab that has been silent for a minute is gone. */
export class TabWatches {
  private readonly tabs = new Map<string, { watch: Watch; at: number }>();

  note(tab: string, watch: Watch, now: number): void {
    this.tabs.set(tab, { watch, at: now });
  }

  forget(tab: string): void {
    this.tabs.delete(tab);
  }

  all(now: number): Watch {
    for (const [tab, { at }] of this.tabs) if (now - at > SILENT_MS) this.tabs.delete(tab);
    return mergeWatches([...this.tabs.values()].map(({ watch }) => watch));
  }
}
