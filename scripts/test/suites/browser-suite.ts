import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../services/paths';
import { runChild } from '../run-child';
import { failureLine } from './vitest-suite';
import type { Counts } from './vitest-suite';

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: {
    file: string;
    title: string;
    tests: { results: { status: string; error?: { message?: string }; attachments: Attachment[] }[] }[];
  }[];
}

interface Attachment {
  name: string;
  path?: string;
}

/** The part of Playwright's JSON report that we read. */
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites: PlaywrightSuite[];
}

/** Runs e2e/ against the whole product: its own setup starts that with `npm start`. */
export async function runBrowserSuite(reports: string): Promise<Counts> {
  const file = path.join(reports, 'browser.json');
  const code = await runChild(
    [
      path.join(ROOT, 'node_modules/@playwright/test/cli.js'),
      ...['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  const { stats, errors, suites } = JSON.parse(await readFile(file, 'utf8')) as PlaywrightReport;
  const failed = await Promise.all(suites.flatMap(failuresIn).map(printPage));
  // Nothing is retried, so nothing can be flaky; if it ever is, it failed once.
  const count = stats.unexpected + stats.flaky;
  const outside = count === 0 && (code !== 0 || errors.length > 0) ? 1 : 0;
  const failures = outside ? [...failed, 'an error outside of any test: see above'] : failed;
  return { passed: stats.expected, failed: count + outside, skipped: stats.skipped, failures };
}

interface Failure {
  line: string;
  page: string | undefined;
}

function failuresIn({ suites = [], specs }: PlaywrightSuite): Failure[] {
  const ownFailures = specs.flatMap(({ file, title, tests }) =>
    tests
      .flatMap(({ results }) => results)
      .filter(({ status }) => status !== 'passed' && status !== 'skipped')
      .map(({ error, attachments }) => ({
        line: failureLine(`e2e/${file}`, title, error?.message ?? ''),
        page: attachments.find(({ name }) => name === 'error-context')?.path,
      })),
  );
  return [...ownFailures, ...suites.flatMap(failuresIn)];
}

/** Prints what the page showed in the end: in CI the terminal is all that is left of a failed test. */
async function printPage({ line, page }: Failure): Promise<string> {
  const text = page === undefined ? null : await readFile(page, 'utf8').catch(() => null);
  if (text !== null) console.log(`\n── the page when it failed: ${line}\n${text.slice(0, 6_000)}`);
  return line;
}
