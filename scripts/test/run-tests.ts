import type { Preparation } from './preparation';
import { report } from './ring-result';
import type { Ring } from './rings';
import { runRings } from './run-rings';

/** Runs rings and prints how they went, the sum as the very last line; `before` may say something just above. */
export async function runTests(
  rings: Ring[],
  preparation: Preparation,
  before: () => void = () => undefined,
): Promise<boolean> {
  // Ctrl-C reaches the runner that is at work too: it cleans up, and we wait for it.
  process.on('SIGINT', () => undefined);
  const results = await runRings(rings, preparation);
  const { lines, failed } = report(results, Boolean(process.env.CI));
  before();
  console.log(`\n${lines.join('\n')}`);
  return failed === 0;
}
