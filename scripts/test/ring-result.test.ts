import { expect, test } from 'vitest';
import { report } from './ring-result';

const tables = { kind: 'ran', ring: 'tables', passed: 12, failed: 1, skipped: 0, seconds: 2.4 } as const;
const servers = { kind: 'could_not_run', ring: 'servers', reason: 'it needs root', seconds: 0 } as const;

test('the last line is the sum over the rings', () => {
  const database = { ...tables, ring: 'database', passed: 3, failed: 0 };
  expect(report([tables, database], false).lines.at(-1)).toBe('15 passed, 1 failed');
});

test('a ring that could not run says so and counts as nothing', () => {
  const { lines, passed, failed } = report([tables, servers], false);
  expect(lines[1]).toBe('  servers      COULD NOT RUN: it needs root');
  expect({ passed, failed }).toEqual({ passed: 12, failed: 1 });
});

test('in CI it counts as a failure', () => {
  expect(report([tables, servers], true).lines.at(-1)).toBe('12 passed, 2 failed');
});

test('skipped tests are named', () => {
  expect(report([{ ...tables, skipped: 2 }], false).lines[0]).toContain('2 SKIPPED');
});
