import { expect, test } from 'vitest';
import { refusedSentence, silenceSentence } from './plan-check-messages';

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
] as const)(
  'a check is given up when the side that is waited for is silent: %s',
  (_when, silence, sentence) => {
    expect(silenceSentence(silence, 'web-1')).toBe(sentence);
  },
);

test.each([
  { when: 'before the first check', code: 'link_lost', done: 0, sentence: 'The connection was lost.' },
  {
    ...{ when: 'amid the checks', code: 'link_lost', done: 7 },
    sentence: 'web-1 stopped responding: 7 of 12 checks were done.',
  },
  { when: 'without a connection', code: 'unreachable', done: 0, sentence: 'The connection was lost.' },
])('a server that stops answering is named with what it had answered: $when', ({ code, done, sentence }) => {
  const refused = { code, message: 'The connection was lost.' };
  expect(refusedSentence(refused, { done, total: 12 }, 'web-1')).toBe(sentence);
});
