import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { expect, test } from 'vitest';
import { operationPlan } from './get-plan';

const command = (display: string) => ({ script: `real ${display}`, secrets: [], display });
const state = (id: string, more: Partial<PlannedState> = {}): PlannedState => ({
  ...{ id, label: `${id} is so`, action: `Make ${id} so`, check: command('true'), apply: command(id) },
  ...{ verify: null, capture: null, undo: null, idempotent: true, ...more },
});
const plan: Plan = {
  ...{ format: PLAN_FORMAT, package: 'redis', title: 'Uninstall Redis', kind: 'uninstall' },
  milestones: [
    {
      ...{ id: 'remove', label: 'Removing', credential: 'root', transient: [] },
      states: [state('a'), state('b', { destructive: 'All data is deleted.', check: null })],
    },
  ],
  record: { configuration: {}, version: null },
};

test('the plan of an operation has its commands, and marks what destroys something', () => {
  const [milestone] = operationPlan('h', plan, false).milestones;
  expect(milestone?.states).toEqual([
    {
      ...{ label: 'a is so', action: 'Make a so', check: 'true', apply: 'a', verify: null },
      ...{ destructive: null, script: null },
    },
    {
      ...{ label: 'b is so', action: 'Make b so', check: null, apply: 'b', verify: null },
      ...{ destructive: 'All data is deleted.', script: null },
    },
  ]);
});

test('the scripts of an operation’s plan are there where they are asked for', () => {
  const [milestone] = operationPlan('h', plan, true).milestones;
  expect(milestone?.states.map(({ script }) => script)).toEqual(['real a', 'real b']);
});
