import type { Plan, PlannedCommand } from '@milepost/packages-core/contract/plan';
import { expect, test } from 'vitest';
import { planPreview } from './plan-preview';

const command = (shown: string): PlannedCommand => ({ script: `real ${shown}`, secrets: [], shown });
const state = (id: string, destructive?: string) => ({
  id,
  label: `${id} holds`,
  check: command(`check ${id}`),
  apply: command(`apply ${id}`),
  verify: null,
  capture: null,
  undo: null,
  repeatable: true,
  ...(destructive && { destructive }),
});
const plan: Plan = {
  format: 1,
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
  weights: new Map([['one', 1200]]),
  usually: null,
  problem: null,
  possible: true,
};

test('what the server said is beside each state; what is true already shows no command', () => {
  const preview = planPreview({
    ...asked,
    checked: [
      {
        id: 'one',
        label: 'One',
        states: [
          { id: 'a', is: 'already_true' },
          { id: 'b', is: 'to_do' },
        ],
      },
      { id: 'two', label: 'Two', states: [{ id: 'c', is: 'unknown', detail: 'Exit code 2' }] },
    ],
  });
  expect(preview.milestones).toEqual([
    {
      id: 'one',
      label: 'One',
      usually: 1200,
      states: [
        { id: 'a', label: 'a holds', is: 'already_true', shown: '', destructive: null, detail: null },
        {
          id: 'b',
          label: 'b holds',
          is: 'to_do',
          shown: 'apply b',
          destructive: 'It deletes b.',
          detail: null,
        },
      ],
    },
    {
      id: 'two',
      label: 'Two',
      usually: null,
      states: [
        {
          id: 'c',
          label: 'c holds',
          is: 'unknown',
          shown: 'apply c',
          destructive: 'It deletes c.',
          detail: 'Exit code 2',
        },
      ],
    },
  ]);
  expect(preview.tally).toEqual({ alreadyTrue: 1, toDo: 2, destructive: 2 });
  expect(preview.checkedAt).not.toBeNull();
});

test('an unchecked plan shows everything it may do', () => {
  const preview = planPreview({ ...asked, checked: null, problem: 'The server did not answer.' });
  expect(preview.tally).toEqual({ alreadyTrue: 0, toDo: 3, destructive: 2 });
  expect(preview.checkedAt).toBeNull();
  expect(preview.milestones.flatMap(({ states }) => states.map(({ is }) => is))).toEqual([
    'not_checked',
    'not_checked',
    'not_checked',
  ]);
});

test('without facts there is no plan', () => {
  expect(planPreview({ ...asked, plan: null, checked: null, possible: false }).milestones).toEqual([]);
});
