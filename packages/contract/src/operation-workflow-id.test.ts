import { expect, test } from 'vitest';
import { operationWorkflowType, workflowIdCandidates } from './operation-workflow-id';

const operation = {
  id: '975a1f02-8c1b-4f63-9d0a-5b8f6f3c7e21',
  ...{ kind: 'install', packageId: 'nginx', serverName: 'practice' },
};

test('the id of a workflow says what is done where, with more digits where it is taken', () => {
  expect(workflowIdCandidates(operation)).toEqual([
    'install-nginx-practice-975a',
    'install-nginx-practice-975a1f02',
    'install-nginx-practice-975a1f028c1b4f639d0a5b8f6f3c7e21',
  ]);
});

test.each([
  ['Web 1 (Berlin)', 'install-nginx-web-1-berlin-975a'],
  ['../../operation/other', 'install-nginx-operation-other-975a'],
  ['" OR Type = "x', 'install-nginx-or-type-x-975a'],
  ['日本', 'install-nginx-975a'],
  ['-'.repeat(60), 'install-nginx-975a'],
  ['a'.repeat(63), `install-nginx-${'a'.repeat(32)}-975a`],
  [`${'a'.repeat(31)} b`, `install-nginx-${'a'.repeat(31)}-975a`],
])('a server called %j has the workflow id %s', (serverName, expected) => {
  expect(workflowIdCandidates({ ...operation, serverName })[0]).toBe(expected);
});

test('an operation of a package itself is named without underscores', () => {
  expect(workflowIdCandidates({ ...operation, kind: 'renew_certificate' })[0]).toBe(
    'renew-certificate-nginx-practice-975a',
  );
});

test('the type of a workflow is the kind of its operation, unless something else has that name', () => {
  expect(['install', 'renew_certificate'].map(operationWorkflowType)).toEqual([
    'install',
    'renew_certificate',
  ]);
  const others = ['inspection', 'constructor', 'default', 'checkDrift', '__proto__', 'a b', ''];
  expect(new Set(others.map(operationWorkflowType))).toEqual(new Set(['operation']));
});
