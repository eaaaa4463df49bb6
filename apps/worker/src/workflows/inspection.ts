import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { PREVIEW_TASK_QUEUE } from '@milepost/contract/inspection-workflow';
import { INSPECTION_TITLES } from '@milepost/contract/messages/temporal/activities';
import type {
  InspectionActivities,
  InspectionResult,
  InspectionRequest,
} from '@milepost/contract/inspection-workflow';

const read = proxyActivities<InspectionActivities>({
  startToCloseTimeout: '25s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', maximumAttempts: 2 },
});
/** Over a slow link a plan takes minutes; who waits for it leaves when nothing comes any more. */
const preview = proxyActivities<InspectionActivities>({
  taskQueue: PREVIEW_TASK_QUEUE,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', maximumAttempts: 2 },
});
const repeatable = proxyActivities<InspectionActivities>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', maximumAttempts: 5 },
});

/** A short read from a server (or its enrollment or removal): one activity, a small answer, bounded in time and tries. */
export async function inspection(request: InspectionRequest): Promise<InspectionResult> {
  const summary = INSPECTION_TITLES[request.kind];
  setCurrentDetails(summary);
  const activities = activitiesFor(request.kind);
  return activities.inspect.executeWithOptions({ summary }, [request]);
}

function activitiesFor(kind: InspectionRequest['kind']) {
  if (kind === 'preview' || kind === 'drift' || kind === 'services') return preview;
  return kind === 'enroll' || kind === 'verify_stopped' ? repeatable : read;
}
