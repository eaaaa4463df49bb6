import { expect, test } from 'vitest';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { beginsWith, nextOf } from './next-of';
import type { MilestoneStatus, Next } from './words';

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
  guarded: [],
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
const lane = (holder: string | null, holderTitle: string | null = null) => ({
  lane: { serverName: 'web-1', holder, holderTitle, blocked: null, blockedBy: null },
});

const AT_WORK: LockedOperation = {
  id: 'mine',
  kind: 'install',
  packageId: 'nginx',
  title: 'Install nginx on web-1',
  serverId: 'server',
  installationId: 'installation',
  planHash: 'plan',
  status: 'running',
  outcome: null,
  interrupted: null,
  fence: 1,
  epoch: 'first',
  prepared: true,
  direction: 1,
  removeData: false,
  decideMs: null,
  pauseAskedBy: null,
  resumeMs: null,
  decisionPoint: 0,
  cancelAskedBy: null,
  cancelReason: null,
  conclusion: null,
  notice: null,
  runId: 'run',
  percentage: 0,
  lastEvent: 0,
  requestedBy: 'ada',
  restMs: 0,
  ...statuses('done', 'pending'),
  ...lane('mine'),
};

const run = (n: number, epoch = 'first', more: object = {}): Next => ({
  do: 'run',
  milestone: n,
  epoch,
  title: `${n}/2 Label ${n}`,
  status: 'running',
  ...more,
});

const wait = (title: string, status: LockedOperation['status'], ms?: number): Next => ({
  do: 'wait',
  title,
  status,
  ...(ms !== undefined && { ms }),
});

const TABLE: [string, Partial<LockedOperation>, Next][] = [
  ['the next milestone', {}, run(2)],
  ['a milestone that runs is joined', statuses('running', 'pending'), run(1)],
  ['what was skipped is passed over', statuses('skipped', 'pending'), run(2)],
  ['under the epoch of what caused it', { epoch: 'decision-1' }, run(2, 'decision-1')],
  ['nothing left', statuses('done', 'skipped'), { do: 'close' }],
  ['not prepared yet', { prepared: false }, { do: 'prepare', title: 'Preparing', status: 'running' }],
  [
    'the lane is another’s',
    { status: 'queued', prepared: false, ...lane('other', 'Install redis on web-1') },
    wait('Waiting for web-1: Install redis on web-1 is at work', 'queued'),
  ],
  ['the lane is nobody’s', { status: 'queued', ...lane(null) }, wait('Waiting for web-1', 'queued')],
  ['a failure rests', { restMs: 7000 }, wait('2/2 Label 2: trying again', 'running', 7000)],
  ['a rest that is almost over', { restMs: 1 }, wait('2/2 Label 2: trying again', 'running', 50)],
  [
    'a decision is waited for',
    { status: 'deciding', ...lane(null), decideMs: 9000 },
    wait('Waiting for a decision', 'deciding', 9000),
  ],
  [
    'paused until somebody resumes',
    { status: 'paused', pauseAskedBy: 'ada', ...lane(null) },
    wait('Paused by ada', 'paused'),
  ],
  [
    'paused until a time',
    { status: 'paused', pauseAskedBy: 'ada', resumeMs: 500 },
    wait('Paused by ada', 'paused', 500),
  ],
  [
    'a pause is asked for while a milestone runs',
    { status: 'pausing', ...statuses('running', 'pending') },
    run(1, 'first', { status: 'pausing' }),
  ],
  [
    'the lane is ours and blocked',
    {
      lane: {
        serverName: 'web-1',
        holder: 'mine',
        holderTitle: null,
        blocked: '“X” may still run',
        blockedBy: 'other',
      },
    },
    { do: 'prove', title: 'Making sure: “X” may still run', status: 'running' },
  ],
  [
    'rolling back: the last that was begun',
    { direction: -1, ...begun('done', 'failed', 'pending') },
    run(2, 'first', { title: '2/3 Label 2: rolling back' }),
  ],
  [
    'rolling back: what was undone is behind it',
    { direction: -1, ...begun('done', 'undone', 'pending') },
    run(1, 'first', { title: '1/3 Label 1: rolling back' }),
  ],
  ['rolled back', { direction: -1, ...begun('undone', 'undone', 'pending') }, { do: 'close' }],
  ['being cancelled', { cancelAskedBy: 'ada', status: 'cancelling' }, wait('Cancelling', 'cancelling')],
  ['a milestone failed', { outcome: 'failed', ...statuses('done', 'failed') }, { do: 'close' }],
  ['failed, then cancelled', { outcome: 'failed', cancelAskedBy: 'ada' }, { do: 'close' }],
  ['ended', { status: 'cancelled', outcome: 'cancelled' }, { do: 'end', outcome: 'cancelled' }],
];

test.each(TABLE)('%s', (_, rows, expected) => {
  expect(nextOf({ ...AT_WORK, ...rows })).toEqual(expected);
});

test.each<[string, Partial<LockedOperation>, string | null]>([
  ['queued, with its lane', { status: 'queued', prepared: false, runId: null }, '2/2 Label 2'],
  ['prepared already', {}, '2/2 Label 2'],
  ['on its way back', { direction: -1, ...begun('done', 'pending') }, '1/2 Label 1: rolling back'],
  ['the lane is another’s', { status: 'queued', prepared: false, ...lane('other') }, null],
  ['a pause is asked for', { status: 'pausing' }, null],
  ['a decision is waited for', { status: 'deciding' }, null],
  ['it is paused', { status: 'paused', pauseAskedBy: 'ada' }, null],
  ['a cancellation is asked for', { status: 'queued', cancelAskedBy: 'ada' }, null],
  ['a failure rests', { restMs: 7000 }, null],
  [
    'the lane is blocked',
    {
      lane: {
        ...{ serverName: 'web-1', holder: 'mine', holderTitle: null },
        ...{ blocked: '“X” may run', blockedBy: 'other' },
      },
    },
    null,
  ],
  ['nothing left', { prepared: false, ...statuses('done', 'skipped') }, null],
  ['ended', { status: 'failed', outcome: 'failed' }, null],
])('a run begins with: %s', (_, rows, expected) => {
  expect(beginsWith({ ...AT_WORK, ...rows })).toBe(expected);
});
