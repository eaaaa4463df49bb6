import type { Client } from '@temporalio/client';
import { TASK_QUEUE } from '@milepost/packages-core/contract/operation-workflow';
import { within } from './within';

const DEADLINE_MS = 800;
const KEPT_MS = 5_000;
const ACTIVITY_QUEUE = 2; // temporal.api.enums.v1.TaskQueueType
/** A worker polls at least once a minute; one that has not for so long is gone. */
const POLLING_MS = 90_000;

export interface EngineState {
  reachable: boolean;
  /** Null when it cannot be asked. */
  workers: number | null;
}

const kept = new WeakMap<Client, { at: number; state: Promise<EngineState> }>();

/** Whether the workflow engine answers, and how many workers take its work. Asked at most every 5 s. */
export function engineState(temporal: Client): Promise<EngineState> {
  const last = kept.get(temporal);
  if (last && Date.now() - last.at < KEPT_MS) return last.state;
  const state = readState(temporal);
  kept.set(temporal, { at: Date.now(), state });
  return state;
}

async function readState(temporal: Client): Promise<EngineState> {
  try {
    const { pollers } = await within(temporal, DEADLINE_MS, () =>
      temporal.workflowService.describeTaskQueue({
        namespace: temporal.options.namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: ACTIVITY_QUEUE,
      }),
    );
    const since = (Date.now() - POLLING_MS) / 1000;
    const polling = pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) > since);
    return { reachable: true, workers: new Set(polling.map(({ identity }) => identity)).size };
  } catch {
    return { reachable: false, workers: null };
  }
}
