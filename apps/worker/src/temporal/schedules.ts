import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { DRIFT_SCHEDULE, DRIFT_WORKFLOW } from '@milepost/contract/drift-workflow';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import type { Logger } from '../startup/log';
import { withDeadline } from './client';

/** UTC, within an hour of it. */
const DRIFT_HOUR = 3;

/** Creates the schedules that this namespace lacks. One that exists is left as it is: somebody may have changed or paused it. */
export async function createSchedules(engine: Client, log: Logger): Promise<void> {
  try {
    await withDeadline(engine, () =>
      engine.schedule.create({
        scheduleId: DRIFT_SCHEDULE,
        spec: { calendars: [{ hour: DRIFT_HOUR, comment: 'Daily' }], jitter: '1 hour' },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
        action: {
          type: 'startWorkflow',
          workflowType: DRIFT_WORKFLOW,
          workflowId: 'check-drift',
          taskQueue: TASK_QUEUE,
          args: [],
          staticSummary: 'Compare all installations with their servers',
        },
      }),
    );
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return;
    log.warn(
      { reason: String(error) },
      'The daily check for drift could not be scheduled; it is tried again with the next worker',
    );
  }
}
