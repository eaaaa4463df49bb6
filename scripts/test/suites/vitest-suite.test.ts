import { expect, test } from 'vitest';
import { ROOT } from '../../services/paths';
import { count } from './vitest-suite';

const file = (status: string, ...statuses: string[]) => ({
  name: `${ROOT}/a.test.ts`,
  status,
  message: 'no such module',
  assertionResults: statuses.map((each) => ({
    status: each,
    fullName: 'adds',
    failureMessages: each === 'failed' ? ['\u001b[31mexpected 2 to be 3\u001b[39m\n  at a.test.ts:1'] : [],
  })),
});

test('counts tests, whatever the file', () => {
  const testResults = [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')];
  expect(count({ testResults }, 1)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ['a.test.ts › adds: expected 2 to be 3'],
  });
});

test('a file that could not be loaded is a failure', () => {
  expect(count({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({
    failed: 1,
    failures: ['a.test.ts › could not be loaded: no such module'],
  });
});

test('an error outside of any test is a failure', () => {
  expect(count({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
});
