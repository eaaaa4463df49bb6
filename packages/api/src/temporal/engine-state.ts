import type { Client } from '@temporalio/client';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import { withDeadline } from './with-deadline';

const DEADLINE_MS = 800;
const KEPT_MS = 5_000;
const ACTIVITY_QUEUE = 2; // temporal.api.enums.v1.TaskQueueType

const kept = new WeakMap<Client, { at: number; state: Promise<boolean> }>();

/** Whether the workflow engine answers. Asked at most every 5 s. */
export function isEngineReachable(temporal: Client): Promise<boolean> {
  const last = kept.get(temporal);
  if (last && Date.now() - last.at < KEPT_MS) return last.state;
  const state = askEngine(temporal);
  kept.set(temporal, { at: Date.now(), state });
  return state;
}

/** The same, asked now: within 800 ms. */
export async function askEngine(temporal: Client): Promise<boolean> {
  try {
    await withDeadline(temporal, DEADLINE_MS, () =>
      temporal.workflowService.describeTaskQueue({
        namespace: temporal.options.namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: ACTIVITY_QUEUE,
      }),
    );
    return true;
  } catch {
    return false;
  }
}
