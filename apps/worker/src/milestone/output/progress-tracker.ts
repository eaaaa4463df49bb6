import type { MilestoneCount } from '@milepost/db/operations/milestones/record-count';
import type { ProgressMessage } from '@milepost/contract/progress-protocol';

type ProgressReport = Extract<ProgressMessage, { kind: 'progress' }>;

export interface ProgressSample {
  count: MilestoneCount;
  /** How much of the state is done, 0 to 1. */
  stateFraction: number;
}

/** Reports within so short a time count as one: the backlog after a lost connection has no rate. */
const TICK_MS = 250;
const WINDOW_MS = 10_000;
const MIN_WINDOW_MS = 1_000;

/** Turns progress messages of a script into counts with a rate. `now`: milliseconds. */
export class ProgressTracker {
  #label = '';
  #samples: { at: number; done: number }[] = [];

  add({ done, total, unit, label, fraction }: ProgressReport, now: number): ProgressSample {
    const last = this.#samples.at(-1);
    if (this.#label !== `${label} ${unit}` || (last && done < last.done)) this.#samples = [];
    this.#label = `${label} ${unit}`;
    const tick = Math.floor(now / TICK_MS);
    if (this.#samples.at(-1)?.at === tick * TICK_MS) this.#samples.pop();
    this.#samples.push({ at: tick * TICK_MS, done });
    while ((this.#samples[0]?.at ?? now) < now - WINDOW_MS) this.#samples.shift();
    return {
      count: { done, total, unit, label, rate: this.#rate(unit) },
      stateFraction: fraction ?? done / total,
    };
  }

  #rate(unit: string): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || unit === '%' || last.at - first.at < MIN_WINDOW_MS) return null;
    const rate = ((last.done - first.done) * 1000) / (last.at - first.at);
    return rate > 0 ? Number(rate.toPrecision(3)) : null;
  }
}
