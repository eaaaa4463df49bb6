import type { OperationEvent } from '@milepost/db/operations/events/event-types';
import { expect, test } from 'vitest';
import { eventAuthor, eventSentence } from './event-sentence';

type StoredEvent = Pick<OperationEvent, 'type' | 'data'>;

const nginx = { milestone: 3, label: 'Installing nginx' };

test.each<[StoredEvent, string, string | null]>([
  [
    { type: 'submitted', data: { kind: 'install', title: 'Install nginx on web-1', by: 'ada@example.com' } },
    'Install nginx on web-1 requested',
    'ada@example.com',
  ],
  [{ type: 'run_started', data: { runId: 'r' } }, 'Picked up by a worker', null],
  [{ type: 'prepared', data: {} }, 'Server state matches the plan', null],
  [{ type: 'refused', data: { sentence: 'Redis needs systemd.' } }, 'Redis needs systemd.', null],
  [
    { type: 'decision_needed', data: { point: 1, milestone: null, sentence: 'Redis needs systemd.' } },
    'A decision is needed: Redis needs systemd.',
    null,
  ],
  [
    {
      type: 'decision_needed',
      data: { point: 1, milestone: 3, sentence: 'Installing nginx: no space left.' },
    },
    'A decision is needed',
    null,
  ],
  [{ type: 'milestone_started', data: { ...nginx, attempt: 1 } }, 'Installing nginx started', null],
  [
    { type: 'milestone_started', data: { ...nginx, attempt: 2 } },
    'Installing nginx started, attempt 2',
    null,
  ],
  [
    { type: 'milestone_done', data: { ...nginx, applied: 2, ms: 3840 } },
    'Installing nginx done in 3.8s',
    null,
  ],
  [
    { type: 'milestone_done', data: { ...nginx, applied: 0, ms: 40 } },
    'Installing nginx: nothing to do',
    null,
  ],
  [
    {
      type: 'milestone_failed',
      data: {
        ...nginx,
        sentence: '“Package nginx is installed” failed with exit code 100.',
      },
    },
    'Installing nginx failed: “Package nginx is installed” failed with exit code 100.',
    null,
  ],
  [
    {
      type: 'milestone_transient',
      data: { ...nginx, reason: 'the mirror answered 503', retry: 1, of: 4, ms: 5000 },
    },
    'Installing nginx: the mirror answered 503. Retrying in 5s (retry 1 of 4)',
    null,
  ],
  [
    { type: 'milestone_lost', data: { ...nginx, state: 1, phase: 'apply', guarded: true } },
    'Installing nginx stopped on the server without reporting a result. The last step may have succeeded, so it is not run again automatically.',
    null,
  ],
  [
    { type: 'milestone_lost', data: { ...nginx, state: 1, phase: 'check', guarded: false } },
    'Installing nginx stopped on the server without reporting a result. The last step is run again.',
    null,
  ],
  [
    { type: 'connection_lost', data: { reason: 'Cannot reach 192.0.2.1, port 22: no answer.' } },
    'The connection was lost: Cannot reach 192.0.2.1, port 22: no answer.',
    null,
  ],
  [
    { type: 'warning', data: { milestone: 2, sentence: 'The repository x cannot be used: 403.' } },
    'The repository x cannot be used: 403.',
    null,
  ],
  [{ type: 'connection_restored', data: { ms: 90_000 } }, 'Connection restored after 1m 30s', null],
  [
    { type: 'output_capped', data: { milestone: 3, keptBytes: 8 * 1024 * 1024 } },
    'Output truncated: the first and last 4 MiB are kept',
    null,
  ],
  [
    { type: 'cancel_requested', data: { by: 'ada@example.com', reason: 'wrong server' } },
    'Cancellation requested: wrong server',
    'ada@example.com',
  ],
  [
    { type: 'cancel_requested', data: { by: 'ada@example.com', reason: null } },
    'Cancellation requested',
    'ada@example.com',
  ],
  [
    { type: 'decided', data: { point: 1, action: 'retry', by: 'ada@example.com', reason: null } },
    'Retry requested',
    'ada@example.com',
  ],
  [
    { type: 'closed', data: { outcome: 'completed', conclusion: 'All 6 milestones are done.' } },
    'All 6 milestones are done.',
    null,
  ],
])('%j', (stored, sentence, author) => {
  const event = { n: 1, at: new Date(0), ...stored } as OperationEvent;
  expect(eventSentence(event)).toBe(sentence);
  expect(eventAuthor(event)).toBe(author);
});
