import { parseArgs } from 'node:util';
import { Problem } from '../services/problem';
import { setFaults } from './suites/faults-suite';
import { preparation } from './preparation';
import { SUITES } from './suites/suites';
import type { Suite } from './suites/suites';
import { runChild } from './run-child';
import { runTests } from './run-tests';

const HELP = `npm test -- [suite …]
npm run test:faults -- [--all] [--seed N]

  Runs the suites of tests, all of them when none is named: ${SUITES.map(({ name }) => name).join(', ')}.
  test:faults is the fault matrix: the suites faults and browser.

  --all      every failpoint three times, long waits whole (hours); else every row once
  --seed N   repeats the choices of the run that printed this seed

  See docs/testing.md and docs/reliability.md.
`;

const GENERATE = ['node_modules/turbo/bin/turbo', 'run', 'generate', '--output-logs=errors-only'];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = options(args);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const suites = choose(positionals);
  setFaults({ seed: seedOf(values.seed), all: values.all ?? false });
  if ((await runChild(GENERATE)) !== 0) {
    throw new Problem('generate_failed', 'The generated code could not be brought up to date: see above.');
  }
  return (await runTests(suites, preparation(console.log))) ? 0 : 1;
}

function options(args: string[]) {
  try {
    const known = { help: { type: 'boolean' }, all: { type: 'boolean' }, seed: { type: 'string' } } as const;
    return parseArgs({ args, options: known, allowPositionals: true });
  } catch (error) {
    throw new Problem('bad_option', `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Problem('bad_option', `--seed wants a number, not "${text}".\n\n${HELP}`);
}

function choose(names: string[]): Suite[] {
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) throw new Problem('bad_option', `There is no suite "${unknown}".\n\n${HELP}`);
  return names.length === 0 ? SUITES : SUITES.filter(({ name }) => names.includes(name));
}
