import type { LabServer } from '@milepost/lab/server/server';
import type { TestLab } from '@milepost/lab/test-lab';
import { openTestLab } from '@milepost/lab/test-lab';
import type { BenchProduct } from './product';
import { benchProduct } from './product';

/** What rows run on: made when a row first asks for it, shared by all rows of a run. */
export interface Context {
  /** Fewer runs, for a look. */
  quick: boolean;
  /** How often to run what is run `full` times; a fifth of it, at least twice, with --quick. */
  rounds(full: number): number;
  /** Servers 1 to `count` of a lab of this run's own. */
  servers(count: number): Promise<LabServer[]>;
  product(): Promise<BenchProduct>;
  /** The product if a row has started it. */
  startedProduct(): Promise<BenchProduct | null>;
  close(): Promise<void>;
}

/** @param quick fewer runs: for a look, not for a record */
export function createContext({ quick }: { quick: boolean }): Context {
  let lab: Promise<TestLab> | null = null;
  let product: Promise<BenchProduct> | null = null;
  return {
    quick,
    rounds: (full) => (quick ? Math.min(full, Math.max(2, Math.round(full / 5))) : full),
    servers: async (count) => (await (lab ??= openTestLab('bench'))).up(count),
    product: () => (product ??= benchProduct()),
    startedProduct: () => product ?? Promise.resolve(null),
    async close() {
      await (await product?.catch(() => null))?.stop();
      await (await lab?.catch(() => null))?.down();
    },
  };
}
