import { DRIFT_SCHEDULE, DRIFT_WORKFLOW } from '@milepost/contract/drift-workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../startup/log';
import { WorkerHarness } from '../../test/harness/worker-harness';
import { createSchedules } from './schedules';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await WorkerHarness.create();
});
afterAll(() => harness.close());

test('the daily check is scheduled once, stays as a person left it, and runs when it is triggered', async () => {
  const { engine } = harness;
  await createSchedules(engine, createLog('silent'));
  const schedule = engine.schedule.getHandle(DRIFT_SCHEDULE);
  await schedule.pause('for the weekend');
  await createSchedules(engine, createLog('silent'));
  const { action, state } = await schedule.describe();
  expect(action).toMatchObject({ type: 'startWorkflow', workflowType: DRIFT_WORKFLOW });
  expect(state.paused).toBe(true);

  await harness.startWorker().ready;
  await schedule.trigger();
  await expect
    .poll(async () => (await schedule.describe()).info.recentActions.length, { timeout: 20_000 })
    .toBe(1);
  const [started] = (await schedule.describe()).info.recentActions;
  const { workflowId, firstExecutionRunId } = started?.action.workflow ?? {};
  const handle = engine.workflow.getHandle(workflowId ?? '', undefined, { firstExecutionRunId });
  expect(await handle.result()).toEqual({ checked: 0, drifted: 0 });
});
