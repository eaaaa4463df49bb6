import type { DriftActivities } from '@milepost/contract/drift-workflow';
import { PREVIEW_TASK_QUEUE } from '@milepost/contract/inspection-workflow';
import { proxyActivities } from '@temporalio/workflow';

const activities = proxyActivities<DriftActivities>({
  taskQueue: PREVIEW_TASK_QUEUE,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '10s', maximumInterval: '10m' },
});

/** Compares all installations with their servers. After a lost worker, another one goes on with those that were not checked. */
export function checkDrift(): Promise<{ checked: number; drifted: number }> {
  return activities.checkAllForDrift.executeWithOptions(
    { summary: 'Comparing installations with their servers' },
    [],
  );
}
