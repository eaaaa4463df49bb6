import { expect, test } from 'vitest';
import { subjectProblem } from './subject-problem';

test.each([
  'worker: keep "completed" when the workflow is terminated',
  'packages-core: embed the supervisor',
  'api: process requests in order',
  'ssh: bring output over in parts',
  'docs: address the remarks of a review',
  'db: add SELECT … FOR UPDATE',
  'db: URL-encode passwords',
  'Revert "db: add a column"',
  "Merge branch 'main'",
])('the subject %j is accepted', (subject) => {
  expect(subjectProblem(subject)).toBeNull();
});

test.each([
  ['Begins with a capital letter and has no area', 'is not of the form "area: imperative"'],
  ['worker fix the heartbeat', 'is not of the form "area: imperative"'],
  ['worker: ', 'is not of the form "area: imperative"'],
  ['worker: Fix the heartbeat', 'begins "Fix" with a capital letter'],
  ['worker: fix the heartbeat.', 'ends with a period'],
  ['worker: fixes the heartbeat', '"fixes" is no imperative'],
  ['worker: fixed the heartbeat', '"fixed" is no imperative'],
  ['worker: fixing the heartbeat', '"fixing" is no imperative'],
  ['worker: a heartbeat comes after a second', '"a" is no imperative'],
  [`worker: fix ${'x'.repeat(61)}`, 'has 73 characters; at most 72 are allowed'],
])('the subject %j is rejected: it %s', (subject, problem) => {
  expect(subjectProblem(subject)).toBe(problem);
});
