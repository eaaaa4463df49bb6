import { Problem } from '../services/problem';
import { runChild } from './run-child';
import { preparation } from './preparation';
import { report } from './ring-result';
import { RINGS } from './rings';
import type { Ring } from './rings';
import { runRings } from './run-rings';

const HELP = `npm test -- [ring …]

  Runs the rings of tests, all of them when none is named: ${RINGS.map(({ name }) => name).join(', ')}.
  See docs/testing.md.
`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const rings = choose(args);
  // Ctrl-C reaches the runner that is at work too: it cleans up, and we wait for it.
  process.on('SIGINT', () => undefined);
  if (
    (await runChild(['node_modules/turbo/bin/turbo', 'run', 'generate', '--output-logs=errors-only'])) !== 0
  ) {
    throw new Problem('generate_failed', 'The generated code could not be brought up to date: see above.');
  }
  const results = await runRings(rings, preparation(console.log));
  const { lines, failed } = report(results, Boolean(process.env.CI));
  console.log(`\n${lines.join('\n')}`);
  return failed === 0 ? 0 : 1;
}

function choose(names: string[]): Ring[] {
  const unknown = names.find((name) => !RINGS.some((ring) => ring.name === name));
  if (unknown !== undefined) throw new Problem('bad_option', `There is no ring "${unknown}".\n\n${HELP}`);
  return names.length === 0 ? RINGS : RINGS.filter(({ name }) => names.includes(name));
}
