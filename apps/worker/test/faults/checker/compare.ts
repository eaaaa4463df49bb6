import { compareEffects } from './compare-effects';
import { compareHistory } from './compare-history';
import { compareOrder } from './compare-order';
import { compareOutput } from './compare-output';
import { compareRest } from './compare-rest';
import { compareRuns } from './compare-runs';
import { compareSoftware } from './compare-software';
import type { Facts } from './facts';

/**
 * Where console, Temporal and servers do not agree, a sentence each; empty when they do. Pure. For when every operation has
 * ended and nobody is at work.
 */
export function compare(facts: Facts): string[] {
  return [
    compareHistory,
    compareRuns,
    compareEffects,
    compareOrder,
    compareOutput,
    compareSoftware,
    compareRest,
  ].flatMap((one) => one(facts));
}
