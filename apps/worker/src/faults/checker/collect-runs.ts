import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { OPERATION_WORKFLOW } from '@milepost/packages-core/contract/operation-workflow';
import { ANY_EPOCH } from './facts';
import type { SeenRun } from './facts';

const { EventType } = proto.temporal.api.enums.v1;
type Scheduled = proto.temporal.api.history.v1.IActivityTaskScheduledEventAttributes;

/** Every run of an operation that Temporal knows, as its history tells it. */
export async function collectRuns(engine: Client): Promise<SeenRun[]> {
  const runs: SeenRun[] = [];
  const query = `WorkflowType = '${OPERATION_WORKFLOW}'`;
  for await (const { workflowId, runId, startTime } of engine.workflow.list({ query })) {
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

/** What opens an operation may be named after the milestone that comes with it, "1/6 Installing nginx": its epoch is in the rows alone. */
function milestoneOf({ activityType, input }: Scheduled): string[] {
  const [, ...given] = (input?.payloads ?? []).map(parse);
  if (activityType?.name === 'runMilestone') return [given.join(' ')];
  if (activityType?.name !== 'openOperation' || given.length === 0) return [];
  return [`${Number.parseInt(String(given[0]))} ${ANY_EPOCH}`];
}

function parse(payload: { data?: Uint8Array | null } | undefined): unknown {
  return payload?.data ? (JSON.parse(Buffer.from(payload.data).toString('utf8')) as unknown) : null;
}
