import { runBrowserSuite } from './browser-suite';
import { runFaultsSuite } from './faults-suite';
import type { Need, Preparation } from '../preparation';
import { runVitestSuite } from './vitest-suite';
import type { Counts } from './vitest-suite';

export interface Suite {
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

const vitest = (name: string, need: Suite['need'], options?: string[]): Suite => ({
  name,
  need,
  run: (reports) => runVitestSuite(name, reports, options),
});

/** Files that use servers wait for them half of the time: four at once on two cores. */
const FOUR_AT_ONCE = ['--maxWorkers=4'];

/** From the quick to the slow. */
export const SUITES: Suite[] = [
  vitest('tables', nothing),
  vitest('conformance', nothing),
  vitest('database', nothing),
  vitest('workflow', ({ temporal }) => temporal()),
  vitest('servers', ({ temporal, lab }) => all(temporal(), lab()), FOUR_AT_ONCE),
  { name: 'faults', need: ({ temporal, lab }) => all(temporal(), lab()), run: runFaultsSuite },
  {
    name: 'browser',
    need: ({ temporal, lab, browser }) => all(temporal(), browser(), lab()),
    run: runBrowserSuite,
  },
];
