import { expect, test } from 'vitest';
import { report } from './suite-result';

const FAILURE = 'a.test.ts › adds: expected 2 to be 3';
const counts = { passed: 12, failed: 1, skipped: 0, failures: [FAILURE], seconds: 2.4 };
const tables = { kind: 'ran', suite: 'tables', ...counts } as const;
const servers = { kind: 'could_not_run', suite: 'servers', reason: 'it needs root', seconds: 0 } as const;

test('the last line is the sum over the suites', () => {
  const database = { ...tables, suite: 'database', passed: 3, failed: 0, failures: [] };
  expect(report([tables, database], false).lines.at(-1)).toBe('15 passed, 1 failed');
});

test('failed tests are named before the counts', () => {
  expect(report([tables], false).lines[0]).toBe(`  ✗ tables: ${FAILURE}`);
});

test('a suite that could not run says so and counts as nothing', () => {
  const { lines, passed, failed } = report([tables, servers], false);
  expect(lines[2]).toBe('  servers      COULD NOT RUN: it needs root');
  expect({ passed, failed }).toEqual({ passed: 12, failed: 1 });
});

test('in CI it counts as a failure', () => {
  expect(report([tables, servers], true).lines.at(-1)).toBe('12 passed, 2 failed');
});

test('skipped tests are named', () => {
  expect(report([{ ...tables, skipped: 2 }], false).lines[1]).toContain('2 SKIPPED');
});
