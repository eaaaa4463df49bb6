import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Preparation } from '../preparation';
import type { SuiteResult } from './suite-result';
import type { Suite } from './suites';

/** Runs the suites one after the other; what the later ones need is got meanwhile. */
export async function runSuites(suites: Suite[], preparation: Preparation): Promise<SuiteResult[]> {
  for (const suite of suites) void suite.need(preparation);
  const reports = await mkdtemp(path.join(os.tmpdir(), 'milepost-reports-'));
  const results: SuiteResult[] = [];
  try {
    for (const suite of suites) results.push(await runSuite(suite, preparation, reports));
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  return results;
}

async function runSuite(suite: Suite, preparation: Preparation, reports: string): Promise<SuiteResult> {
  const reason = await suite.need(preparation);
  if (reason !== null) return { kind: 'could_not_run', suite: suite.name, reason, seconds: 0 };
  console.log(`\n── ${suite.name} ${'─'.repeat(60 - suite.name.length)}`);
  const began = Date.now();
  try {
    const counts = await suite.run(reports);
    const seconds = (Date.now() - began) / 1000;
    const empty = counts.passed + counts.failed + counts.skipped === 0;
    if (empty) return { kind: 'could_not_run', suite: suite.name, reason: 'it has no tests', seconds };
    return { kind: 'ran', suite: suite.name, ...counts, seconds };
  } catch (error) {
    // The runner broke before it could write its report.
    console.error(error);
    return {
      kind: 'ran',
      suite: suite.name,
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: ['the runner ended before it wrote its report: see above'],
      seconds: (Date.now() - began) / 1000,
    };
  }
}
