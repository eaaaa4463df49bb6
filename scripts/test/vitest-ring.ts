import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../services/paths';
import { runChild } from './run-child';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of vitest's JSON report that we read. */
interface VitestReport {
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** Runs one project of vitest.config.ts. */
export async function runVitestRing(
  project: string,
  reports: string,
  options: string[] = [],
): Promise<Counts> {
  const file = path.join(reports, `${project}.json`);
  const code = await runChild([
    path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    ...options,
  ]);
  return count(JSON.parse(await readFile(file, 'utf8')) as VitestReport, code);
}

/** A file that could not be loaded, and an error outside of any test, are a failure each. */
export function count(report: VitestReport, exitCode: number): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    const failedBefore = counts.failed;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    if (file.status === 'failed' && counts.failed === failedBefore) counts.failed += 1;
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
