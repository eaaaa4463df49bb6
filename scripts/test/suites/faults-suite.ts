import { randomInt } from 'node:crypto';
import { runVitestSuite } from './vitest-suite';
import type { Counts } from './vitest-suite';

export interface FaultsOptions {
  /** The same seed makes the same choices; a random one by default. */
  seed?: number;
  /** Every failpoint, three times with three seeds, long waits whole; else every row once. */
  all: boolean;
}

const TIMES = 3;
/** Files mostly wait, for links, leases and servers: four at once on two cores. */
const AT_ONCE = ['--maxWorkers=4'];

/** Keeps what was asked for where this suite, and the faults of the browser suite, find it. */
export function setFaults({ seed, all }: FaultsOptions): void {
  if (seed !== undefined) process.env.MILEPOST_FAULTS_SEED = String(seed);
  if (all) process.env.MILEPOST_FAULTS_ALL = '1';
}

/** Runs the fault matrix as `setFaults` asked. Answers with the sum over all its runs. */
export async function runFaultsSuite(reports: string): Promise<Counts> {
  const all = process.env.MILEPOST_FAULTS_ALL === '1';
  const first = Number(process.env.MILEPOST_FAULTS_SEED ?? randomInt(1_000_000));
  const sum: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (let time = 0; time < (all ? TIMES : 1); time += 1) {
    process.env.MILEPOST_FAULTS_SEED = String(first + time);
    const counts = await runVitestSuite('faults', reports, AT_ONCE);
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += counts[key];
    sum.failures.push(...counts.failures);
  }
  console.log(`Repeat with: npm run test:faults -- --seed ${first}${all ? ' --all' : ''}`);
  return sum;
}
