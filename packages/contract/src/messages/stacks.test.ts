import { expect, test } from 'vitest';
import { stackRunSentence } from './stacks';

const title = 'Install nginx on web-1';

test.each([
  [{ code: 'starting' }, 'Waiting for a worker to begin.'],
  [{ code: 'running', n: 2, of: 3, title }, 'Step 2 of 3: Install nginx on web-1.'],
  [
    { code: 'waiting', n: 2, of: 3, title },
    'Step 2 of 3 needs a decision: Install nginx on web-1. The next steps wait for it.',
  ],
  [
    { code: 'failed', n: 1, of: 3, title, left: 2 },
    'Step 1 of 3 failed: Install nginx on web-1. 2 steps after it were not begun.',
  ],
  [
    { code: 'canceled', n: 2, of: 3, title, left: 1 },
    'Step 2 of 3 was canceled: Install nginx on web-1. 1 step after it was not begun.',
  ],
  [
    { code: 'rejected', n: 3, of: 3, title, left: 0 },
    'Step 3 of 3 could not be started: Install nginx on web-1. It was the last step.',
  ],
  [{ code: 'completed', of: 3, skipped: 0, incomplete: 0 }, '3 steps completed.'],
  [
    { code: 'completed', of: 3, skipped: 1, incomplete: 1 },
    '1 step completed, 1 already in place, 1 not completed.',
  ],
  [{ code: 'ended', by: 'Ada', left: 0 }, 'Ended by Ada.'],
  [{ code: 'ended', by: 'Ada', left: 1 }, 'Ended by Ada. 1 step was not begun.'],
] as const)('%j is a sentence', (position, sentence) => {
  expect(stackRunSentence(position)).toBe(sentence);
});
