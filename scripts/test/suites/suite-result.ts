/** How one suite went. */
export type SuiteResult = { suite: string; seconds: number } & (
  | { kind: 'ran'; passed: number; failed: number; skipped: number; failures: string[] }
  /** Said loudly, and never counted as passed. */
  | { kind: 'could_not_run'; reason: string }
);

/** The last lines of `npm test`: each failure by name, a line for each suite, and the sum. In CI a suite that could not run is a failure. */
export function report(
  results: SuiteResult[],
  ci: boolean,
): { lines: string[]; passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  const lines: string[] = [];
  const failures: string[] = [];
  for (const result of results) {
    const name = `  ${result.suite.padEnd(12)}`;
    const time = `${Math.round(result.seconds)} s`;
    switch (result.kind) {
      case 'ran': {
        passed += result.passed;
        failed += result.failed;
        failures.push(...result.failures.map((failure) => `  ✗ ${result.suite}: ${failure}`));
        const skipped = result.skipped > 0 ? `, ${result.skipped} SKIPPED` : '';
        lines.push(`${name} ${result.passed} passed, ${result.failed} failed${skipped}   ${time}`);
        break;
      }
      case 'could_not_run':
        if (ci) failed += 1;
        lines.push(`${name} COULD NOT RUN${ci ? ' (a failure in CI)' : ''}: ${result.reason}`);
        break;
    }
  }
  return { lines: [...failures, ...lines, `${passed} passed, ${failed} failed`], passed, failed };
}
