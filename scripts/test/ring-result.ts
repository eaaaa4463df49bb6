/** How one ring went. */
export type RingResult = { ring: string; seconds: number } & (
  | { kind: 'ran'; passed: number; failed: number; skipped: number }
  /** Said loudly, and never counted as passed. */
  | { kind: 'could_not_run'; reason: string }
);

/** The last lines of `npm test`. In CI a ring that could not run is a failure. */
export function report(
  results: RingResult[],
  ci: boolean,
): { lines: string[]; passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  const lines: string[] = [];
  for (const result of results) {
    const name = `  ${result.ring.padEnd(12)}`;
    const time = `${Math.round(result.seconds)} s`;
    switch (result.kind) {
      case 'ran': {
        passed += result.passed;
        failed += result.failed;
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
  return { lines: [...lines, `${passed} passed, ${failed} failed`], passed, failed };
}
