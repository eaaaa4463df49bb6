import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../services/paths';
import { runChild } from '../run-child';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** One for each failed test that is known by name: its file, its title, and the first line of its error. */
  failures: string[];
}

/** The part of vitest's JSON report that we read. */
interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
}

/** Runs one project of vitest.config.ts. */
export async function runVitestSuite(
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
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failedBefore = counts.failed;
    const file = path.relative(ROOT, name);
    for (const { status: result, fullName, failureMessages } of assertionResults) {
      if (result === 'passed') counts.passed += 1;
      else if (result === 'failed') {
        counts.failed += 1;
        counts.failures.push(failureLine(file, fullName, failureMessages?.[0] ?? ''));
      } else counts.skipped += 1;
    }
    if (status === 'failed' && counts.failed === failedBefore) {
      counts.failed += 1;
      counts.failures.push(failureLine(file, 'could not be loaded', message));
    }
  }
  if (exitCode !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.failures.push('an error outside of any test: see above');
  }
  return counts;
}

/** "file › title: first line of the error", without terminal colors. */
export function failureLine(file: string, title: string, error: string): string {
  // eslint-disable-next-line no-control-regex
  const line = (error.replaceAll(/\u001b\[[0-9;]*m/g, '').split('\n')[0] ?? '').trim().slice(0, 300);
  return `${file} › ${title}${line === '' ? '' : `: ${line}`}`;
}
