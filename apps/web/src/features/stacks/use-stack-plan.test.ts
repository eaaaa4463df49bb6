import type { PlanPreview } from '@milepost/api/package-views';
import type { StackStepPreview } from '@milepost/api/stack-views';
import { expect, test } from 'vitest';

import { latestOf, wholePlan } from './use-stack-plan';

const tally = { alreadyTrue: 1, toDo: 2, destructive: 0, replaced: 0, blocked: 0 };

function preview(n: number, other: Partial<PlanPreview> = {}, is: StackStepPreview['is'] = 'checked') {
  const plan = {
    ...{ milestones: [{ id: 'install', label: 'Install', states: [], typicalDuration: null }], tally },
    ...{ outOfSight: [], checkedAt: '2026-11-30T10:00:00.000Z', problem: null, possible: true },
    ...other,
  } as unknown as PlanPreview;
  return { n, title: `Step ${n}`, packageTitle: 'nginx', is, preview: plan } satisfies StackStepPreview;
}

test('the last answer about each step counts, in the order of the steps', () => {
  const answers = [preview(1), preview(2), preview(2, { possible: false }), preview(1, { hash: 'new' })];
  const latest = latestOf(answers);
  expect(latest.map(({ n }) => n)).toEqual([1, 2]);
  expect(latest[0]?.preview.hash).toBe('new');
  expect(latest[1]?.preview.possible).toBe(false);
});

test('the whole plan is the sum of its steps, without those that are skipped', () => {
  const whole = wholePlan([preview(1), preview(2, {}, 'skipped'), preview(3, { outOfSight: ['/srv'] })]);
  expect(whole.tally).toEqual({ alreadyTrue: 2, toDo: 4, destructive: 0, replaced: 0, blocked: 0 });
  expect(whole.milestones.map(({ id }) => id)).toEqual(['1.install', '3.install']);
  expect(whole).toMatchObject({
    outOfSight: ['/srv'],
    possible: true,
    checkedAt: expect.any(String) as string,
  });
});

test('the whole plan is not possible where a step is not, and unchecked where a step is', () => {
  const whole = wholePlan([preview(1, { possible: false, problem: 'No.' }), preview(2, { checkedAt: null })]);
  expect(whole).toMatchObject({ possible: false, problem: 'No.', checkedAt: null });
  expect(wholePlan([preview(1), preview(2, { checkedAt: null }, 'later')]).checkedAt).not.toBeNull();
});
