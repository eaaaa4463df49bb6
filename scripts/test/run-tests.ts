import type { Preparation } from './preparation';
import { report } from './suites/suite-result';
import type { Suite } from './suites/suites';
import { runSuites } from './suites/run-suites';

/** Runs suites and prints how they went, the sum as the very last line; `before` may say something just above. */
export async function runTests(
  suites: Suite[],
  preparation: Preparation,
  before: () => void = () => undefined,
): Promise<boolean> {
  // Ctrl-C reaches the runner that is at work too: it cleans up, and we wait for it.
  process.on('SIGINT', () => undefined);
  const results = await runSuites(suites, preparation);
  const { lines, failed } = report(results, Boolean(process.env.CI));
  before();
  console.log(`\n${lines.join('\n')}`);
  return failed === 0;
}
