import type { Plan, PlannedState } from '@milepost/contract/plan';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import { expect, test } from 'vitest';
import { planDifferences } from './get-plan-change';

const command = (display: string, script = display, libraries: string[] = []) => ({
  ...{ script, secrets: [], display },
  ...(libraries.length > 0 && { libraries }),
});

const state = (id: string, apply = command(`apply ${id}`)): PlannedState => ({
  ...{ id, label: `${id} is so`, action: `Make ${id} so`, check: command('true'), apply },
  ...{ verify: command('true'), capture: null, undo: null, idempotent: true },
});

const plan = (states: PlannedState[], libraries: Record<string, string> = {}): Plan => ({
  ...{ format: PLAN_FORMAT, package: 'nginx', title: 'Install nginx', kind: 'install', libraries },
  milestones: [{ id: 'install', label: 'Installing', credential: 'root', states, transient: [] }],
  record: { configuration: {}, version: null },
});

const difference = { milestone: 'Installing' };

test('the same plan has no differences', () => {
  expect(planDifferences(plan([state('a')]), plan([state('a')]))).toEqual([]);
});

test('states are added, changed and removed', () => {
  const shown = plan([state('a'), state('b'), state('c')]);
  const current = plan([state('a', command('apt-get install a=2')), state('c'), state('d')]);
  expect(planDifferences(shown, current)).toEqual([
    {
      ...{ ...difference, label: 'Make a so', change: 'changed' },
      ...{ before: 'apply a', after: 'apt-get install a=2' },
    },
    { ...difference, label: 'Make d so', change: 'added', before: null, after: 'apply d' },
    { ...difference, label: 'Make b so', change: 'removed', before: 'apply b', after: null },
  ]);
});

test('a library that changed changes what calls it, although its command reads the same', () => {
  const states = [state('a', command('apply a', 'mp_apply a', ['apt'])), state('b')];
  const found = planDifferences(plan(states, { apt: 'old' }), plan(states, { apt: 'new' }));
  expect(found).toEqual([
    { ...difference, label: 'Make a so', change: 'changed', before: 'apply a', after: 'apply a' },
  ]);
});
