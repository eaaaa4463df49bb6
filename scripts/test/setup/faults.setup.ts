import { randomInt } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import './provided';

/** Says how hard the faults suite tries, and with which seed; faults-suite.ts sets both. */
export default function setup(project: TestProject): void {
  const seed = Number(process.env.MILEPOST_FAULTS_SEED ?? randomInt(1_000_000));
  const all = process.env.MILEPOST_FAULTS_ALL === '1';
  console.log(`Faults: seed ${seed}${all ? ', every failpoint, long waits whole' : ''}`);
  project.provide('faults', { seed, all });
}
