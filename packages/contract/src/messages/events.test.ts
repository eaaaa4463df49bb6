import type { OperationEvent } from '../operation-events';
import { freeText } from '../free-text';
import { expect, test } from 'vitest';
import { eventAuthor, eventMessage } from './events';

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
  [{ type: 'refused', data: { obstacle: freeText('Redis needs systemd.') } }, 'Redis needs systemd.', null],
  [
    {
      type: 'decision_needed',
      data: { point: 1, milestone: null, conclusion: freeText('Redis needs systemd.') },
    },
    'A decision is needed: Redis needs systemd.',
    null,
  ],
  [
    {
      type: 'decision_needed',
      data: { point: 1, milestone: 3, conclusion: freeText('Installing nginx: no space left.') },
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
        failure: freeText('“Package nginx is installed” failed with exit code 100.'),
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
    {
      type: 'connection_lost',
      data: { reason: { code: 'connect_failed', host: '192.0.2.1', port: 22, failure: 'no_answer' } },
    },
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
    { type: 'decided', data: { point: 1, action: 'mark_failed', by: 'the clock', reason: null } },
    'Marked as failed: nobody decided in time',
    'the clock',
  ],
  [
    { type: 'decided', data: { point: 1, action: 'roll_back', by: 'ada', reason: 'x', removeData: true } },
    'Roll back requested, including data: x',
    'ada',
  ],
  [{ type: 'decided', data: { point: 1, action: 'new', by: 'ada', reason: null } }, 'new', 'ada'],
  [
    { type: 'refused', data: { obstacle: { code: 'unknown_plan_format', format: 9 } } },
    'Its plan is of format 9, which this version of Milepost does not know.',
    null,
  ],
  [
    { type: 'milestone_started', data: { ...nginx, attempt: 1, undo: true } },
    'Installing nginx is being rolled back',
    null,
  ],
  [
    { type: 'milestone_rolled_back', data: { ...nginx, ms: 3840 } },
    'Installing nginx rolled back in 3.8s',
    null,
  ],
  [{ type: 'milestone_paused', data: { ...nginx, state: 2 } }, 'Installing nginx paused before step 2', null],
  [{ type: 'pause_requested', data: { by: 'ada', resumeAt: null } }, 'Pause requested', 'ada'],
  [
    { type: 'pause_requested', data: { by: 'ada', resumeAt: '2026-11-29T12:00:00Z' } },
    'Pause requested until 2026-11-29T12:00:00Z',
    'ada',
  ],
  [{ type: 'paused', data: { by: 'ada' } }, 'Paused. Nothing is running on the server.', 'ada'],
  [{ type: 'resumed', data: { by: 'the clock' } }, 'Resumed', 'the clock'],
  [{ type: 'interrupted', data: { runId: 'r' } }, 'The workflow was terminated in Temporal', null],
  [
    { type: 'run_replaced', data: { runId: 'r' } },
    'The workflow was terminated in Temporal; a new run completes the operation',
    null,
  ],
  [
    { type: 'worker_lost', data: { attempt: 2 } },
    'The worker was lost; another one took over (attempt 2)',
    null,
  ],
  [{ type: 'resumed_after_interruption', data: { by: 'ada' } }, 'Resumed in a new workflow run', 'ada'],
  [
    { type: 'verified_stopped', data: { by: 'ada', stopped: null } },
    'A person checked the server: nothing of it runs there',
    'ada',
  ],
  [
    { type: 'verified_stopped', data: { by: null, stopped: null } },
    'Verified on the server: nothing of it runs',
    null,
  ],
  [
    { type: 'verified_stopped', data: { by: null, stopped: { code: 'clean', dpkg: null } } },
    'Verified on the server: stopped cleanly',
    null,
  ],
  [
    { type: 'verified_stopped', data: { by: null, stopped: freeText('Nothing of it runs.') } },
    'Nothing of it runs.',
    null,
  ],
  [{ type: 'server_abandoned', data: { by: 'ada' } }, 'Stopped waiting for the server', 'ada'],
  [
    { type: 'record_deleted', data: { by: 'ada', reason: 'set up by hand' } },
    'Record of the installation deleted; the server was not changed: set up by hand',
    'ada',
  ],
  [
    { type: 'closed', data: { outcome: 'completed', conclusion: { code: 'completed', milestones: 6 } } },
    'All 6 milestones are done.',
    null,
  ],
])('%j', (stored, sentence, author) => {
  const event = { n: 1, at: new Date(0), ...stored } as OperationEvent;
  expect(eventMessage(event)).toBe(sentence);
  expect(eventAuthor(event)).toBe(author);
});
