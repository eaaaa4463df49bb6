import type { Finding } from '@milepost/contract/finding';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedCommand, PlannedState } from '@milepost/contract/plan';
import { describe, expect, test } from 'vitest';
import { toPlanPreview } from './preview-view';

const command = (display: string): PlannedCommand => ({ script: `real ${display}`, secrets: [], display });
const state = (id: string, destructive?: string) => ({
  id,
  label: `${id} holds`,
  action: `Make ${id} hold`,
  check: command(`check ${id}`),
  apply: command(`apply ${id}`),
  verify: null,
  capture: null,
  undo: null,
  idempotent: true,
  ...(destructive && { destructive }),
});
const plan: Plan = {
  format: PLAN_FORMAT,
  package: 'redis',
  title: 'Install Redis',
  kind: 'install',
  milestones: [
    {
      id: 'one',
      label: 'One',
      credential: 'root',
      states: [state('a'), state('b', 'It deletes b.')],
      transient: [],
    },
    { id: 'two', label: 'Two', credential: 'root', states: [state('c', 'It deletes c.')], transient: [] },
  ],
  record: { configuration: {}, version: null },
};
const asked = {
  plan,
  hash: 'h',
  milestoneDurations: new Map([['one', { from: 1000, to: 1400, runs: 5 }]]),
  typicalDuration: null,
  problem: null,
  possible: true,
};

test('what the server said is beside each state; what is true already shows that and no command', () => {
  const preview = toPlanPreview({
    ...asked,
    checked: [
      {
        id: 'one',
        label: 'One',
        states: [
          { id: 'a', is: 'already_true' },
          { id: 'b', is: 'to_do', losses: ['/srv/b'] },
        ],
      },
      { id: 'two', label: 'Two', states: [{ id: 'c', is: 'unknown', detail: 'Exit code 2' }] },
    ],
  });
  expect(preview.milestones).toEqual([
    {
      id: 'one',
      label: 'One',
      typicalDuration: 1200,
      states: [
        {
          id: 'a',
          label: 'a holds',
          role: 'change',
          is: 'already_true',
          shown: '',
          destructive: null,
          losses: [],
          findings: [],
          packages: [],
          diff: null,
          detail: null,
        },
        {
          id: 'b',
          label: 'Make b hold',
          role: 'change',
          is: 'to_do',
          shown: 'apply b',
          destructive: 'It deletes b.',
          losses: ['/srv/b'],
          findings: [],
          packages: [],
          diff: null,
          detail: null,
        },
      ],
    },
    {
      id: 'two',
      label: 'Two',
      typicalDuration: null,
      states: [
        {
          id: 'c',
          label: 'Make c hold',
          role: 'change',
          is: 'unknown',
          shown: 'apply c',
          destructive: 'It deletes c.',
          losses: [],
          findings: [],
          packages: [],
          diff: null,
          detail: 'Exit code 2',
        },
      ],
    },
  ]);
  expect(preview.tally).toEqual({ alreadyTrue: 1, toDo: 2, destructive: 2, replaced: 0, blocked: 0 });
  expect(preview.checkedAt).not.toBeNull();
});

test('what has no check is a change, not something unknown', () => {
  const restart: PlannedState = { ...state('a'), check: null, noCheckReason: 'It is always done.' };
  const preview = toPlanPreview({
    ...asked,
    plan: { ...plan, milestones: plan.milestones.slice(0, 1).map((one) => ({ ...one, states: [restart] })) },
    checked: [
      { id: 'one', label: 'One', states: [{ id: 'a', is: 'unknown', detail: 'It is always done.' }] },
    ],
  });
  expect(preview.milestones[0]?.states[0]).toMatchObject({ is: 'to_do', shown: 'apply a', detail: null });
  expect(preview.tally).toMatchObject({ toDo: 1 });
});

test('an unchecked plan shows everything it may do', () => {
  const preview = toPlanPreview({ ...asked, checked: null, problem: 'The server did not answer.' });
  expect(preview.tally).toEqual({ alreadyTrue: 0, toDo: 3, destructive: 2, replaced: 0, blocked: 0 });
  expect(preview.checkedAt).toBeNull();
  expect(preview.milestones.flatMap(({ states }) => states.map(({ is }) => is))).toEqual([
    'not_checked',
    'not_checked',
    'not_checked',
  ]);
});

test('without facts there is no plan', () => {
  expect(toPlanPreview({ ...asked, plan: null, checked: null, possible: false }).milestones).toEqual([]);
});

test('a blocked plan cannot be submitted, and what would be replaced or destroyed is counted', () => {
  const findings: Finding[] = [
    { kind: 'replaces', sentence: '/etc/a was not written by Milepost and will be replaced.', field: null },
    { kind: 'destroys', sentence: 'Data in /srv/a would go out of sight.', field: 'persistence' },
    { kind: 'blocked', sentence: 'Port 80 is in use by apache2.', field: 'port' },
  ];
  const preview = toPlanPreview({
    ...asked,
    checked: [{ id: 'one', label: 'One', states: [{ id: 'a', is: 'to_do', findings }] }],
  });
  expect(preview.milestones[0]?.states[0]?.findings).toEqual(findings);
  expect(preview.tally).toMatchObject({ destructive: 3, replaced: 1, blocked: 1 });
  expect(preview.possible).toBe(false);
});

describe('of what Milepost does not make so,', () => {
  const checks = (id: string): PlannedState => ({ ...state(id), assertion: true });
  const one = { label: '', credential: 'root' as const, transient: [] };
  const planned: Plan = {
    ...plan,
    milestones: [
      { ...one, id: 'before', states: [checks('port')] },
      { ...one, id: 'during', states: [state('a')] },
      { ...one, id: 'after', states: [checks('answers')] },
    ],
  };
  const answers = (is: 'to_do' | 'unknown', findings?: Finding[]): PreviewedMilestone[] => [
    { id: 'before', label: '', states: [{ id: 'port', is, ...(findings && { findings }) }] },
    { id: 'after', label: '', states: [{ id: 'answers', is: 'to_do' }] },
  ];
  const statesOf = (checked: PreviewedMilestone[] | null) => {
    const preview = toPlanPreview({ ...asked, plan: planned, checked });
    return { preview, states: preview.milestones.flatMap(({ states }) => states) };
  };

  test('what nothing before it brings about is a precondition, the rest is verified afterwards', () => {
    expect(statesOf(null).states.map(({ role }) => role)).toEqual(['precondition', 'change', 'verification']);
  });

  test('a precondition that does not hold blocks the plan, also where the server gives no reason', () => {
    const { preview, states } = statesOf(answers('to_do'));
    expect(preview.possible).toBe(false);
    expect(preview.tally.blocked).toBe(1);
    expect(states[0]?.findings).toEqual([
      { kind: 'blocked', sentence: 'Required, but not so on this server: port holds.', field: null },
    ]);
    expect(states[2]?.findings).toEqual([]);
  });

  test('the reason of the server is given alone', () => {
    const reason: Finding = { kind: 'blocked', sentence: 'Port 80 is in use by apache2.', field: 'port' };
    expect(statesOf(answers('to_do', [reason])).states[0]?.findings).toEqual([reason]);
  });

  test('a precondition that could not be checked blocks nothing', () => {
    expect(statesOf(answers('unknown')).preview.possible).toBe(true);
  });
});
