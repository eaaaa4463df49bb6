import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import { createPlanCheck, deletePlanCheck, readPlanCheck, writePlanCheck } from './plan-check';
import type { PlanCheckProgress } from './plan-check';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const PROGRESS: PlanCheckProgress = {
  ...{ stage: 'checking', done: 1, total: 2 },
  milestones: [{ id: 'a', label: 'Installing', states: [{ id: 'a_b', is: 'unknown', detail: 'no reply' }] }],
};

test('a check is written and read as long as somebody waits for it', async () => {
  expect(await writePlanCheck(db, 'check', PROGRESS)).toBe(false);
  await createPlanCheck(db, 'check');
  expect(await readPlanCheck(db, 'check')).toMatchObject({
    stage: 'waiting',
    done: 0,
    total: 0,
    milestones: [],
  });
  expect(await writePlanCheck(db, 'check', PROGRESS)).toBe(true);
  const { silentMs, ...read } = (await readPlanCheck(db, 'check')) ?? {};
  expect(read).toEqual(PROGRESS);
  expect(silentMs).toBeGreaterThanOrEqual(0);
  await deletePlanCheck(db, 'check');
  expect(await readPlanCheck(db, 'check')).toBeNull();
});
