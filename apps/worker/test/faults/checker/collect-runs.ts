import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { OPERATIONS_QUERY } from '@milepost/contract/operation-workflow';
import type { SeenRun } from './facts';

const { EventType } = proto.temporal.api.enums.v1;
type Scheduled = proto.temporal.api.history.v1.IActivityTaskScheduledEventAttributes;

/** Every run of an operation that Temporal knows, as its history tells it. */
export async function collectRuns(engine: Client): Promise<SeenRun[]> {
  const runs: SeenRun[] = [];
  for await (const run of engine.workflow.list({ query: OPERATIONS_QUERY })) {
    const { workflowId, runId, startTime } = run;
    const { events } = await engine.workflow.getHandle(workflowId, runId).fetchHistory();
    const asked = (events ?? []).flatMap(
      ({ activityTaskScheduledEventAttributes: activity }) => activity ?? [],
    );
    const end = events?.at(-1);
    runs.push({
      workflowId,
      runId,
      startedAt: startTime.getTime(),
      last: EventType[end?.eventType ?? 0]?.replace('EVENT_TYPE_', '') ?? 'none',
      result: parse(end?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]),
      milestones: asked.flatMap(milestoneOf),
      closed: asked.some(({ activityType }) => activityType?.name === 'closeOperation'),
    });
  }
  return runs;
}

/** "1 first": number and attemptKey of the milestone that an activity was scheduled for. */
function milestoneOf({ activityType, input }: Scheduled): string[] {
  const [, ...given] = (input?.payloads ?? []).map(parse);
  return activityType?.name === 'runMilestone' ? [given.join(' ')] : [];
}

function parse(payload: { data?: Uint8Array | null } | undefined): unknown {
  return payload?.data ? (JSON.parse(Buffer.from(payload.data).toString('utf8')) as unknown) : null;
}
