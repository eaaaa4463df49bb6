import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../services/paths';
import { runChild } from './run-child';
import type { Counts } from './vitest-ring';

/** The part of Playwright's JSON report that we read. */
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Runs e2e/ against the whole product: its own setup starts that with `npm start`. */
export async function runBrowserRing(reports: string): Promise<Counts> {
  const file = path.join(reports, 'browser.json');
  const code = await runChild(
    [
      path.join(ROOT, 'node_modules/@playwright/test/cli.js'),
      ...['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  const { stats, errors } = JSON.parse(await readFile(file, 'utf8')) as PlaywrightReport;
  // Nothing is retried, so nothing can be flaky; if it ever is, it failed once.
  const failed = stats.unexpected + stats.flaky;
  const outside = failed === 0 && (code !== 0 || errors.length > 0) ? 1 : 0;
  return { passed: stats.expected, failed: failed + outside, skipped: stats.skipped };
}
