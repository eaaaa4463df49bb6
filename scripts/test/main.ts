import { Problem } from '../services/problem';
import { preparation } from './preparation';
import { RINGS } from './rings';
import type { Ring } from './rings';
import { runChild } from './run-child';
import { runTests } from './run-tests';

const HELP = `npm test -- [ring …]

  Runs the rings of tests, all of them when none is named: ${RINGS.map(({ name }) => name).join(', ')}.
  See docs/testing.md.
`;

const GENERATE = ['node_modules/turbo/bin/turbo', 'run', 'generate', '--output-logs=errors-only'];

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
  if ((await runChild(GENERATE)) !== 0) {
    throw new Problem('generate_failed', 'The generated code could not be brought up to date: see above.');
  }
  return (await runTests(rings, preparation(console.log))) ? 0 : 1;
}

function choose(names: string[]): Ring[] {
  const unknown = names.find((name) => !RINGS.some((ring) => ring.name === name));
  if (unknown !== undefined) throw new Problem('bad_option', `There is no ring "${unknown}".\n\n${HELP}`);
  return names.length === 0 ? RINGS : RINGS.filter(({ name }) => names.includes(name));
}
