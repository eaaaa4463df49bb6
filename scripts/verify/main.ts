import { execa } from 'execa';
import { ROOT } from '../services/paths';
import { runTests } from '../test/run-tests';
import { preparation } from '../test/preparation';
import { SUITES } from '../test/suites/suites';
import { checks } from './checks';
import type { Check } from './checks';

/** All checks, then all suites; what is slow to get for the suites is got meanwhile. The last line is the suites' sum. */
const got = preparation(console.log);
for (const suite of SUITES) void suite.need(got);

const broken: string[] = [];
for (const check of [
  { name: 'generate', command: ['npm', 'run', '--silent', 'generate'] },
  ...(await checks()),
]) {
  if (!(await passes(check))) broken.push(check.name);
}
const say = () => {
  if (broken.length > 0) console.log(`\nCHECKS FAILED: ${broken.join(', ')} (see above)`);
};
const ok = await runTests(SUITES, got, say);
process.exitCode = ok && broken.length === 0 ? 0 : 1;

/** Its output is shown when it fails. */
async function passes({ name, command: [program = '', ...args] }: Check): Promise<boolean> {
  const began = Date.now();
  const { failed, all } = await execa(program, args, {
    cwd: ROOT,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`  ${failed ? '✗' : '✓'} ${name.padEnd(14)}${seconds} s`);
  if (failed) console.log(all);
  return !failed;
}
