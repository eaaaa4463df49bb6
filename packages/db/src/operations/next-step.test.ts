import { stepTitle } from '@milepost/contract/messages/temporal/steps';
import { freeText } from '@milepost/contract/free-text';
import { expect, test } from 'vitest';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { firstMilestone, nextStep } from './next-step';
import type { NextStep } from '@milepost/contract/operation-workflow';
import type { MilestoneStatus } from '@milepost/contract/statuses';

const milestone = (n: number, status: MilestoneStatus): LockedMilestone => ({
  n,
  milestoneId: `m${n}`,
  label: `Label ${n}`,
  status,
  weight: 1000,
  attempts: 0,
  states: 1,
  state: null,
  retries: 0,
  applied: null,
  noReapplyStates: [],
});

const statuses = (...all: MilestoneStatus[]) => ({
  milestones: all.map((status, i) => milestone(i + 1, status)),
});
/** All but the pending ones were begun. */
const begun = (...all: MilestoneStatus[]) => ({
  milestones: all.map((status, i) => ({
    ...milestone(i + 1, status),
    attempts: status === 'pending' ? 0 : 1,
  })),
});
const queue = (holder: string | null, holderTitle: string | null = null) => ({
  queue: { serverName: 'web-1', holder, holderTitle, blocked: null, blockedBy: null },
});

const AT_WORK: LockedOperation = {
  id: 'mine',
  kind: 'install',
  packageId: 'nginx',
  title: 'Install nginx on web-1',
  serverId: 'server',
  installationId: 'installation',
  shownHash: 'plan',
  shownMilestones: [],
  planHash: 'plan',
  planMac: null,
  status: 'running',
  outcome: null,
  interrupted: null,
  fence: 1,
  attemptKey: 'first',
  prepared: true,
  direction: 1,
  removeData: false,
  decisionDueInMs: null,
  pauseRequestedBy: null,
  resumeInMs: null,
  decisionPoint: 0,
  cancelRequestedBy: null,
  cancelReason: null,
  conclusion: null,
  notice: null,
  workflowId: 'install-nginx-web-1-mine',
  runId: 'run',
  percentage: 0,
  lastEvent: 0,
  requestedBy: 'ada',
  retryInMs: 0,
  ...statuses('done', 'pending'),
  ...queue('mine'),
};

type ShownStep = { type: NextStep['type'] } & Record<string, unknown>;

/** A step with its title as Temporal's UI shows it. */
const shown = (step: NextStep): ShownStep =>
  'title' in step ? { ...step, title: stepTitle(step.title) } : step;

const run = (n: number, attemptKey = 'first', more: object = {}): ShownStep => ({
  type: 'run',
  milestone: n,
  attemptKey,
  title: `${n}/2 Label ${n}`,
  status: 'running',
  ...more,
});

const wait = (title: string, status: LockedOperation['status'], ms?: number): ShownStep => ({
  type: 'wait',
  title,
  status,
  ...(ms !== undefined && { ms }),
});

const TABLE: [string, Partial<LockedOperation>, ShownStep][] = [
  ['the next milestone', {}, run(2)],
  ['a milestone that runs is joined', statuses('running', 'pending'), run(1)],
  ['what was skipped is passed over', statuses('skipped', 'pending'), run(2)],
  ['under the attempt key of what caused it', { attemptKey: 'decision-1' }, run(2, 'decision-1')],
  ['nothing left', statuses('done', 'skipped'), { type: 'close' }],
  ['not prepared yet', { prepared: false }, { type: 'prepare', title: 'Preparing', status: 'running' }],
  [
    'the queue is another’s',
    { status: 'queued', prepared: false, ...queue('other', 'Install redis on web-1') },
    wait('Waiting for web-1: Install redis on web-1 is at work', 'queued'),
  ],
  ['the queue is nobody’s', { status: 'queued', ...queue(null) }, wait('Waiting for web-1', 'queued')],
  ['a failure rests', { retryInMs: 7000 }, wait('2/2 Label 2: trying again', 'running', 7000)],
  ['a rest that is almost over', { retryInMs: 1 }, wait('2/2 Label 2: trying again', 'running', 50)],
  [
    'a decision is waited for',
    { status: 'awaiting_decision', ...queue(null), decisionDueInMs: 9000 },
    wait('Waiting for a decision', 'awaiting_decision', 9000),
  ],
  [
    'paused until somebody resumes',
    { status: 'paused', pauseRequestedBy: 'ada', ...queue(null) },
    wait('Paused by ada', 'paused'),
  ],
  [
    'paused until a time',
    { status: 'paused', pauseRequestedBy: 'ada', resumeInMs: 500 },
    wait('Paused by ada', 'paused', 500),
  ],
  [
    'a pause is asked for while a milestone runs',
    { status: 'pausing', ...statuses('running', 'pending') },
    run(1, 'first', { status: 'pausing' }),
  ],
  [
    'the queue is ours and blocked',
    {
      queue: {
        serverName: 'web-1',
        holder: 'mine',
        holderTitle: null,
        blocked: freeText('“X” may still run'),
        blockedBy: 'other',
      },
    },
    { type: 'verify_stopped', title: 'Verifying that nothing runs: “X” may still run', status: 'running' },
  ],
  [
    'rolling back: the last that was begun',
    { direction: -1, ...begun('done', 'failed', 'pending') },
    run(2, 'first', { title: '2/3 Label 2: rolling back' }),
  ],
  [
    'rolling back: what was undone is behind it',
    { direction: -1, ...begun('done', 'rolled_back', 'pending') },
    run(1, 'first', { title: '1/3 Label 1: rolling back' }),
  ],
  ['rolled back', { direction: -1, ...begun('rolled_back', 'rolled_back', 'pending') }, { type: 'close' }],
  ['being canceled', { cancelRequestedBy: 'ada', status: 'canceling' }, wait('Canceling', 'canceling')],
  ['a milestone failed', { outcome: 'failed', ...statuses('done', 'failed') }, { type: 'close' }],
  ['failed, then canceled', { outcome: 'failed', cancelRequestedBy: 'ada' }, { type: 'close' }],
  ['ended', { status: 'canceled', outcome: 'canceled' }, { type: 'end', outcome: 'canceled' }],
];

test.each(TABLE)('%s', (_, rows, expected) => {
  expect(shown(nextStep({ ...AT_WORK, ...rows }))).toEqual(expected);
});

test.each<[string, Partial<LockedOperation>, string | null]>([
  ['queued, with its queue', { status: 'queued', prepared: false, runId: null }, '2/2 Label 2'],
  ['prepared already', {}, '2/2 Label 2'],
  ['on its way back', { direction: -1, ...begun('done', 'pending') }, '1/2 Label 1: rolling back'],
  ['the queue is another’s', { status: 'queued', prepared: false, ...queue('other') }, null],
  ['a pause is asked for', { status: 'pausing' }, null],
  ['a decision is waited for', { status: 'awaiting_decision' }, null],
  ['it is paused', { status: 'paused', pauseRequestedBy: 'ada' }, null],
  ['a cancellation is asked for', { status: 'queued', cancelRequestedBy: 'ada' }, null],
  ['a failure rests', { retryInMs: 7000 }, null],
  [
    'the queue is blocked',
    {
      queue: {
        ...{ serverName: 'web-1', holder: 'mine', holderTitle: null },
        ...{ blocked: freeText('“X” may run'), blockedBy: 'other' },
      },
    },
    null,
  ],
  ['nothing left', { prepared: false, ...statuses('done', 'skipped') }, null],
  ['ended', { status: 'failed', outcome: 'failed' }, null],
])('a workflow is started with: %s', (_, rows, expected) => {
  const first = firstMilestone({ ...AT_WORK, ...rows });
  expect(first && stepTitle(first.title)).toBe(expected);
});
