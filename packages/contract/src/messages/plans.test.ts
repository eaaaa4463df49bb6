import { expect, test } from 'vitest';
import {
  blockedHeading,
  checkProgressLabel,
  planSummary,
  refusedSentence,
  replacedLabel,
  silenceSentence,
  uncheckedMessage,
  unansweredSentence,
  unmetPrecondition,
} from './plans';
import { expectSentence } from './testing/expect-sentence';

const NO_WORKER = 'No worker is running, so the plan cannot be checked against web-1.';
const BUSY = 'The workers are busy: none has begun to check the plan against web-1.';
const LOST = 'The worker that was checking the plan against web-1 stopped responding.';

test.each([
  ['a worker may still begin', { stage: 'waiting', waitedMs: 4_999, silentMs: 4_999, workers: 0 }, null],
  ['no worker runs', { stage: 'waiting', waitedMs: 5_000, silentMs: 5_000, workers: 0 }, NO_WORKER],
  ['all workers are busy', { stage: 'waiting', waitedMs: 15_000, silentMs: 15_000, workers: 2 }, BUSY],
  [
    'a worker connects over a slow link',
    { stage: 'connecting', waitedMs: 40_000, silentMs: 2_000, workers: 1 },
    null,
  ],
  [
    'a worker checks for minutes',
    { stage: 'checking', waitedMs: 120_000, silentMs: 3_000, workers: 1 },
    null,
  ],
  [
    'the worker that connected is gone',
    { stage: 'connecting', waitedMs: 20_000, silentMs: 15_000, workers: 0 },
    LOST,
  ],
  [
    'the worker that checked is gone',
    { stage: 'checking', waitedMs: 40_000, silentMs: 15_000, workers: 1 },
    LOST,
  ],
] as const)('a check ends when the worker or the server stops responding: %s', (_when, silence, sentence) => {
  expect(silenceSentence(silence, 'web-1')).toBe(sentence);
});

test.each([
  {
    when: 'before the first check',
    code: 'link_lost',
    done: 0,
    sentence: 'The connection to 192.0.2.1 was lost.',
  },
  {
    ...{ when: 'amid the checks', code: 'link_lost', done: 7 },
    sentence: 'web-1 stopped responding: 7 of 12 checks were done.',
  },
  {
    when: 'without a connection',
    code: 'unreachable',
    done: 0,
    sentence: 'The connection to 192.0.2.1 was lost.',
  },
])('a server that stops answering is named with what it had answered: $when', ({ code, done, sentence }) => {
  const refused = { code, problem: { code: 'link_lost', host: '192.0.2.1' } } as const;
  expect(refusedSentence(refused, { done, total: 12 }, 'web-1')).toBe(sentence);
});

test.each(['engine', 'late', 'failed', 'replaced'] as const)('an unanswered check says why: %s', (reason) => {
  expectSentence(unansweredSentence(reason), ['could not be checked']);
});

test.each([
  [{ stage: 'waiting', slow: false }, ''],
  [{ stage: 'connecting', slow: true }, 'still connecting to web-1'],
  [{ stage: 'checking', slow: false }, '7 of 12 checks done'],
  [{ stage: 'checking', slow: true }, 'web-1 is answering slowly: 7 of 12 checks done'],
] as const)('the progress of a check: %j', (progress, expected) => {
  expect(checkProgressLabel({ ...progress, done: 7, total: 12 }, 'web-1')).toBe(expected);
});

const NOTHING = {
  ...{ alreadyTrue: 0, willBeDone: 0, unknown: 0, destructive: 0, losses: 0, replaced: 0 },
  checked: true,
};

test.each<[Partial<typeof NOTHING>, string]>([
  [{}, 'The plan is empty.'],
  [{ alreadyTrue: 3 }, 'Already up to date. No changes needed.'],
  [{ willBeDone: 1 }, 'No data will be lost.'],
  [{ willBeDone: 1, replaced: 2 }, 'No data will be lost. 2 files are replaced: see the plan.'],
  [{ destructive: 1 }, 'Affects data: see the item marked red.'],
  [{ destructive: 2, losses: 1 }, 'Deletes data: see the items marked red.'],
  [{ unknown: 2, checked: false }, 'It is not known yet what would change on the server.'],
])('the summary of a plan: %j', (counts, expected) => {
  expect(planSummary({ ...NOTHING, ...counts })).toBe(expected);
});

test('replaced files are counted', () => {
  expect(replacedLabel(1)).toBe('1 file is replaced');
  expect(replacedLabel(2)).toBe('2 files are replaced');
});

test('a plan that was not checked names its server', () => {
  expectSentence(uncheckedMessage('web-1', true), ['is being checked against web-1']);
  expectSentence(uncheckedMessage('web-1', false), ['was not checked against web-1']);
});

test('a precondition that does not hold is named', () => {
  expectSentence(unmetPrecondition('port 80 is free'), ['port 80 is free']);
});

test('the heading over what prevents an operation names its kind', () => {
  expect(['install', 'uninstall', 'restart'].map(blockedHeading)).toEqual([
    'The installation is blocked:',
    'The removal is blocked:',
    'This operation is blocked:',
  ]);
});
