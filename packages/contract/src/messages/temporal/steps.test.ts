import { expect, it } from 'vitest';
import type { StepTitle } from '../../step-title';
import { stepTitle } from './steps';

const milestone = { code: 'milestone', n: 2, of: 6, label: 'Installing nginx' } as const;

it.each<[StepTitle | string, string]>([
  [{ code: 'canceling' }, 'Canceling'],
  [{ code: 'awaiting_decision' }, 'Waiting for a decision'],
  [{ code: 'paused', by: 'ada' }, 'Paused by ada'],
  [{ code: 'paused', by: null }, 'Paused by somebody'],
  [{ code: 'queued', server: 'web-1', behind: null }, 'Waiting for web-1'],
  [
    { code: 'queued', server: 'web-1', behind: 'Install redis' },
    'Waiting for web-1: Install redis is at work',
  ],
  [
    { code: 'verifying_stopped', command: { code: 'operation_may_run', operation: 'Install redis' } },
    'Verifying that nothing runs: What “Install redis” began may still run',
  ],
  [{ code: 'preparing' }, 'Preparing'],
  [{ code: 'reading_first' }, 'Reading what comes first'],
  [{ code: 'reading_changes' }, 'Reading what has changed'],
  [{ code: 'closing' }, 'Closing'],
  [{ ...milestone, rollingBack: false, retrying: false }, '2/6 Installing nginx'],
  [{ ...milestone, rollingBack: true, retrying: false }, '2/6 Installing nginx: rolling back'],
  [{ ...milestone, rollingBack: false, retrying: true }, '2/6 Installing nginx: trying again'],
  ['2/6 as an earlier version wrote it', '2/6 as an earlier version wrote it'],
])('%j', (title, expected) => {
  expect(stepTitle(title)).toBe(expected);
});
