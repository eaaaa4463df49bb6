import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type {
  InspectionActivities,
  InspectionAnswer,
  InspectionRequest,
} from '@milepost/packages-core/contract/inspection-workflow';

const SUMMARY = {
  host_key: 'Reading the host key',
  join: 'Joining the server',
  prove: 'Proving that nothing runs',
  preview: 'Checking the plan',
} as const;

const read = proxyActivities<InspectionActivities>({
  startToCloseTimeout: '25s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', maximumAttempts: 2 },
});
const join = proxyActivities<InspectionActivities>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', maximumAttempts: 5 },
});

/** A short read from a server (or its joining): one activity, a small answer, bounded in time and tries. */
export async function inspection(request: InspectionRequest): Promise<InspectionAnswer> {
  const summary = SUMMARY[request.kind];
  setCurrentDetails(summary);
  const activities = request.kind === 'join' || request.kind === 'prove' ? join : read;
  return activities.inspect.executeWithOptions({ summary }, [request]);
}
