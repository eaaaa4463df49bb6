import { expect, test } from 'vitest';
import { count } from './vitest-ring';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
});

test('counts tests, whatever the file', () => {
  const testResults = [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')];
  expect(count({ testResults }, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test('a file that could not be loaded is a failure', () => {
  expect(count({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({ failed: 1 });
});

test('an error outside of any test is a failure', () => {
  expect(count({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
});
