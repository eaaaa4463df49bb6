import type { StateObservations } from '@milepost/contract/observed-states';
import type { Plan } from '@milepost/contract/plan';
import type { FactRead } from '@milepost/packages-core/dsl/facts/read-facts';

/** What was read on a server for one operation, between two transactions that prepare it. */
export interface ServerReadings {
  facts?: {
    reads: readonly FactRead[];
    /** What each printed, by its key. A read that failed is left out. */
    outputs: Readonly<Record<string, string>>;
  };
  /** What the plan of this hash would find and change. */
  observed?: { planHash: string; states: StateObservations[] };
}

/** What has to be read before an operation can be prepared. */
export type WantedReadings =
  { kind: 'facts'; reads: readonly FactRead[] } | { kind: 'observations'; plan: Plan; planHash: string };

/** Whether these are the answers to exactly these reads: the rows may have changed meanwhile. */
export function answers({ facts }: ServerReadings, reads: readonly FactRead[]): boolean {
  return facts !== undefined && JSON.stringify(facts.reads) === JSON.stringify(reads);
}
