import { runBrowserRing } from './browser-ring';
import { runFaultsRing } from './faults-ring';
import type { Need, Preparation } from './preparation';
import { runVitestRing } from './vitest-ring';
import type { Counts } from './vitest-ring';

export interface Ring {
  name: string;
  /** Null when the machine can run it, else why not. May take minutes. */
  need(preparation: Preparation): Need;
  /** `reports` is a folder for its report file. */
  run(reports: string): Promise<Counts>;
}

const nothing = () => Promise.resolve(null);

async function all(...needs: Need[]): Need {
  return (await Promise.all(needs)).find((reason) => reason !== null) ?? null;
}

const vitest = (name: string, need: Ring['need']): Ring => ({
  name,
  need,
  run: (reports) => runVitestRing(name, reports),
});

/** From the quick to the slow. */
export const RINGS: Ring[] = [
  vitest('tables', nothing),
  vitest('conformance', nothing),
  vitest('database', nothing),
  vitest('workflow', ({ temporal }) => temporal()),
  vitest('servers', ({ temporal, lab }) => all(temporal(), lab())),
  { name: 'faults', need: ({ temporal, lab }) => all(temporal(), lab()), run: runFaultsRing },
  {
    name: 'browser',
    need: ({ temporal, lab, browser }) => all(temporal(), browser(), lab()),
    run: runBrowserRing,
  },
];
