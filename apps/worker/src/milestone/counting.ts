import type { MilestoneCount } from '@milepost/db/operations/record-count';
import type { Telling } from '@milepost/packages-core/contract/telling';

type ToldProgress = Extract<Telling, { kind: 'progress' }>;

export interface Counted {
  count: MilestoneCount;
  /** How much of the state is done, 0 to 1. */
  within: number;
}

/** What came within so short a time came at once: the backlog of a link that was away tells no rate. */
const AT_ONCE_MS = 250;
const WINDOW_MS = 10_000;
const SHORTEST_MS = 1_000;

/** Turns what a script tells of its progress into counts with a rate. `now`: milliseconds. */
export class Counting {
  #label = '';
  #seen: { at: number; done: number }[] = [];

  add({ done, total, unit, label, share }: ToldProgress, now: number): Counted {
    const last = this.#seen.at(-1);
    if (this.#label !== `${label} ${unit}` || (last && done < last.done)) this.#seen = [];
    this.#label = `${label} ${unit}`;
    const tick = Math.floor(now / AT_ONCE_MS);
    if (this.#seen.at(-1)?.at === tick * AT_ONCE_MS) this.#seen.pop();
    this.#seen.push({ at: tick * AT_ONCE_MS, done });
    while ((this.#seen[0]?.at ?? now) < now - WINDOW_MS) this.#seen.shift();
    return { count: { done, total, unit, label, rate: this.#rate(unit) }, within: share ?? done / total };
  }

  #rate(unit: string): number | null {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || !last || unit === '%' || last.at - first.at < SHORTEST_MS) return null;
    const rate = ((last.done - first.done) * 1000) / (last.at - first.at);
    return rate > 0 ? Number(rate.toPrecision(3)) : null;
  }
}
