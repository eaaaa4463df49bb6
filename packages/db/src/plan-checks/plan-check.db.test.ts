import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import {
  createPlanCheck,
  deletePlanCheck,
  readPlanCheck,
  readPlanCheckRequest,
  writeCompiledPlan,
  writePlanCheck,
} from './plan-check';
import type { PlanCheckProgress, PlanCheckRequest } from './plan-check';

const db = createDatabase(inject('databaseUrl'));
afterAll(() => db.$disconnect());

const REQUEST: PlanCheckRequest = {
  ...{ id: 'check', serverId: 'server', packageId: 'redis', kind: 'install', planHash: 'hash' },
  ...{ input: { port: 6379, password: '‹password›' }, sealedSecrets: Buffer.of(1, 2, 255) },
  ...{ installationId: null, parentId: null },
};
const PROGRESS: PlanCheckProgress = {
  ...{ stage: 'checking', done: 1, total: 2 },
  milestones: [{ id: 'a', label: 'Installing', states: [{ id: 'a_b', is: 'unknown', detail: 'no reply' }] }],
};

test('a check is written and read as long as somebody waits for it', async () => {
  expect(await writePlanCheck(db, 'check', PROGRESS)).toBe(false);
  await createPlanCheck(db, REQUEST);
  expect(await readPlanCheckRequest(db, 'check')).toEqual(REQUEST);
  expect(await readPlanCheck(db, 'check')).toMatchObject({
    stage: 'waiting',
    done: 0,
    total: 0,
    milestones: [],
  });
  expect(await writePlanCheck(db, 'check', PROGRESS)).toBe(true);
  const { silentMs, ...read } = (await readPlanCheck(db, 'check')) ?? {};
  expect(read).toEqual({ ...PROGRESS, compiledHash: null });
  await writeCompiledPlan(db, 'check', 'compiled');
  expect(await readPlanCheck(db, 'check')).toMatchObject({ compiledHash: 'compiled' });
  expect(silentMs).toBeGreaterThanOrEqual(0);
  await deletePlanCheck(db, 'check');
  expect(await readPlanCheck(db, 'check')).toBeNull();
  expect(await readPlanCheckRequest(db, 'check')).toBeNull();
});
