import { describe, expect, it } from 'vitest';
import { freeText } from '../free-text';
import type { OperationNotice } from '../operation-notice';
import { OPERATION_STATUSES } from '../statuses';
import { expectSentence } from './testing/expect-sentence';
import { interruptedSentence, meanwhileSentence, noticeLabel, noticeSentence } from './waiting';

const now = Date.UTC(2026, 10, 23, 12);
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

describe('what is waited for', () => {
  const lock = "another package manager (unattended-upgr, process 812) to release dpkg's lock";
  it.each<[OperationNotice, string, string]>([
    [
      { kind: 'waiting', for: lock, since: ago(80) },
      `Waiting for ${lock}, 1m 20s`,
      `Waiting for ${lock}, 1m 20s so far. It continues automatically.`,
    ],
    [
      { kind: 'silent', since: ago(6) },
      'No response for 6s',
      'web-1 has not responded for 6s. The command keeps running there.',
    ],
    [
      { kind: 'reconnecting', attempt: 3, since: ago(12), reason: { code: 'link_lost', host: '192.0.2.1' } },
      'Reconnecting, attempt 3, no response for 12s',
      'Reconnecting to web-1, attempt 3: no response for 12s (The connection to 192.0.2.1 was lost). The command keeps running there; output resumes when the connection is back.',
    ],
    [
      {
        kind: 'retrying',
        label: 'the package mirror answered with a server error',
        attempt: 2,
        of: 4,
        at: ago(-30),
      },
      'The package mirror answered with a server error; retrying in 30s (attempt 2 of 4)',
      'The package mirror answered with a server error. Retrying automatically in 30s (attempt 2 of 4).',
    ],
    [
      { kind: 'worker_lost', since: ago(3), command: true },
      'The worker stopped responding',
      'The worker stopped responding. The command continues on web-1. Another worker takes over automatically.',
    ],
    [
      { kind: 'worker_lost', since: ago(3), command: false },
      'The worker stopped responding',
      'The worker stopped responding. Another worker takes over automatically.',
    ],
    [
      { kind: 'requested', change: 'retry', by: 'ada', since: ago(1), worker: true },
      'Retry requested by ada',
      'Retry requested by ada. A worker does it in a moment.',
    ],
    [
      { kind: 'requested', change: 'cancel', by: 'ada', since: ago(1), worker: false },
      'Cancellation requested by ada; no worker is running',
      'Cancellation requested by ada. No worker is running: it is done as soon as one is running.',
    ],
    [
      { kind: 'no_worker', since: ago(3), command: true },
      'No worker is running',
      'No worker is running. The command continues on web-1. A worker takes the operation over as soon as one is running.',
    ],
    [
      { kind: 'no_worker', since: ago(3), command: false },
      'No worker is running',
      'No worker is running. The operation continues as soon as one is running.',
    ],
    [
      { kind: 'queue', behind: 'Install redis', place: 2 },
      'Place 2, behind Install redis',
      'Queued at place 2, behind Install redis. It starts automatically: one operation at a time changes web-1.',
    ],
    [
      { kind: 'blocked', command: { code: 'operation_may_run', operation: 'Install redis' }, since: ago(9) },
      'Blocked: What “Install redis” began may still run',
      'web-1 is blocked until an earlier command is confirmed to have stopped: What “Install redis” began may still run.',
    ],
    [
      { kind: 'engine_unreachable', since: ago(90) },
      'Temporal is unreachable',
      'Temporal has been unreachable for 1m 30s. Nothing is lost: the operation continues when Temporal is back.',
    ],
  ])('%o', (notice, expected, sentence) => {
    expect(noticeLabel(notice, now)).toBe(expected);
    expect(noticeSentence(notice, 'web-1', now)).toBe(sentence);
  });
});

it('says that others are free to go on, but not where the queue is blocked', () => {
  expect(meanwhileSentence('web-1', null)).toBe('web-1 is free for other operations.');
  expect(meanwhileSentence('web-1', { kind: 'blocked', command: freeText('x'), since: '' })).toMatch(
    /^Nothing else starts/,
  );
});

it.each(OPERATION_STATUSES)(
  'an operation that was interrupted while it was %s says how it continues',
  (status) => {
    expectSentence(interruptedSentence(status), ['terminated', 'new run']);
  },
);
