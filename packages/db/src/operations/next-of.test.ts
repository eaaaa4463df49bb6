import { expect, test } from 'vitest';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { nextOf } from './next-of';
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
  guarded: [],
});

const statuses = (...all: MilestoneStatus[]) => ({
  milestones: all.map((status, i) => milestone(i + 1, status)),
});
const lane = (holder: string | null, holderTitle: string | null = null) => ({
  lane: { serverName: 'web-1', holder, holderTitle },
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
  decisionPoint: 0,
  cancelAskedBy: null,
  cancelReason: null,
  conclusion: null,
  notice: null,
  runId: 'run',
  percentage: 0,
  restMs: 0,
  ...statuses('done', 'pending'),
  ...lane('mine'),
};

const run = (n: number, epoch = 'first'): Next => ({
  do: 'run',
  milestone: n,
  epoch,
  title: `${n}/2 Label ${n}`,
  status: 'running',
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
  ['being cancelled', { cancelAskedBy: 'ada', status: 'cancelling' }, wait('Cancelling', 'cancelling')],
  ['a milestone failed', { outcome: 'failed', ...statuses('done', 'failed') }, { do: 'close' }],
  ['failed, then cancelled', { outcome: 'failed', cancelAskedBy: 'ada' }, { do: 'close' }],
  ['ended', { status: 'cancelled', outcome: 'cancelled' }, { do: 'end', outcome: 'cancelled' }],
];

test.each(TABLE)('%s', (_, rows, expected) => {
  expect(nextOf({ ...AT_WORK, ...rows })).toEqual(expected);
});
