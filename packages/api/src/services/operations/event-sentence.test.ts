import type { OperationEvent } from '@milepost/db/operations/event-types';
import { expect, test } from 'vitest';
import { eventAuthor, eventSentence } from './event-sentence';

type Told = Pick<OperationEvent, 'type' | 'data'>;

const nginx = { milestone: 3, label: 'Installing nginx' };

test.each<[Told, string, string | null]>([
  [
    { type: 'submitted', data: { kind: 'install', title: 'Install nginx on web-1', by: 'ada@example.com' } },
    'Install nginx on web-1 was asked for',
    'ada@example.com',
  ],
  [{ type: 'opened', data: { runId: 'r' } }, 'The workflow engine took it up', null],
  [{ type: 'prepared', data: {} }, 'The server is as the plan expects it', null],
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
  [{ type: 'milestone_started', data: { ...nginx, attempt: 1 } }, 'Installing nginx began', null],
  [{ type: 'milestone_started', data: { ...nginx, attempt: 2 } }, 'Installing nginx began, attempt 2', null],
  [
    { type: 'milestone_done', data: { ...nginx, applied: 2, ms: 3840 } },
    'Installing nginx done in 3.8 s',
    null,
  ],
  [
    { type: 'milestone_done', data: { ...nginx, applied: 0, ms: 40 } },
    'Installing nginx: everything was already true',
    null,
  ],
  [
    {
      type: 'milestone_failed',
      data: {
        ...nginx,
        sentence: '“Package nginx is installed” could not be brought about (exit code 100).',
      },
    },
    'Installing nginx failed: “Package nginx is installed” could not be brought about (exit code 100).',
    null,
  ],
  [
    {
      type: 'milestone_transient',
      data: { ...nginx, reason: 'the mirror answered 503', retry: 1, of: 4, ms: 5000 },
    },
    'Installing nginx: the mirror answered 503; try 1 of 4 follows in 5 s',
    null,
  ],
  [
    { type: 'milestone_lost', data: { ...nginx, state: 1, phase: 'apply', guarded: true } },
    'Installing nginx ended on the server without saying how; what it was doing may have worked, so it is not done again by itself',
    null,
  ],
  [
    { type: 'milestone_lost', data: { ...nginx, state: 1, phase: 'check', guarded: false } },
    'Installing nginx ended on the server without saying how; what it was doing may safely be done again',
    null,
  ],
  [
    { type: 'link_lost', data: { reason: 'Cannot reach 192.0.2.1, port 22: no answer.' } },
    'The connection was lost: Cannot reach 192.0.2.1, port 22: no answer.',
    null,
  ],
  [{ type: 'link_back', data: { ms: 90_000 } }, 'The connection is back after 1 min 30 s', null],
  [
    { type: 'output_capped', data: { milestone: 3, keptBytes: 8 * 1024 * 1024 } },
    'The output is long: of it, the first and last parts are kept, 8 MiB in all',
    null,
  ],
  [
    { type: 'cancel_asked', data: { by: 'ada@example.com', reason: 'wrong server' } },
    'Cancelling was asked for: wrong server',
    'ada@example.com',
  ],
  [
    { type: 'cancel_asked', data: { by: 'ada@example.com', reason: null } },
    'Cancelling was asked for',
    'ada@example.com',
  ],
  [
    { type: 'decided', data: { point: 1, action: 'retry', by: 'ada@example.com', reason: null } },
    'It is tried again from the milestone that failed',
    'ada@example.com',
  ],
  [
    { type: 'closed', data: { outcome: 'completed', conclusion: 'All 6 milestones are done.' } },
    'All 6 milestones are done.',
    null,
  ],
])('%j', (told, sentence, author) => {
  const event = { n: 1, at: new Date(0), ...told } as OperationEvent;
  expect(eventSentence(event)).toBe(sentence);
  expect(eventAuthor(event)).toBe(author);
});
