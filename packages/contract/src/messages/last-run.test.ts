import { expect, test } from 'vitest';
import { lastRunWords } from './last-run';

const endedAt = '2026-11-30T12:00:00.000Z';

test.each([
  [{ endedAt: null, result: 'success', status: 0 }, 'is under way'],
  [{ endedAt, result: 'success', status: 0 }, 'succeeded'],
  [{ endedAt, result: 'exit-code', status: 3 }, 'failed with exit code 3'],
  [{ endedAt, result: 'signal', status: 9 }, 'was ended by signal 9'],
  [{ endedAt, result: 'timeout', status: 15 }, 'was ended by its time limit'],
  [{ endedAt, result: 'oom-kill', status: 9 }, 'was ended because memory ran out'],
  [{ endedAt, result: 'core-dump', status: 11 }, 'crashed'],
  [{ endedAt, result: 'resources', status: 0 }, 'failed (resources)'],
])('a run with %j %s', (run, words) => {
  expect(lastRunWords(run)).toBe(words);
});
