import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { PREVIEW_TASK_QUEUE } from '@milepost/contract/inspection-workflow';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import type { Environment } from '../startup/env';
import type { Logger } from '../startup/log';

export interface WorkerSettings {
  temporal: Environment['temporal'];
  workflows: NonNullable<WorkerOptions['workflowBundle']>;
  activities: object;
  log: Logger;
  /** Aborted on shutdown: activities are notified at once, and detach. */
  signal: AbortSignal;
  /** Called each time the worker begins to take work. */
  onReady: () => void;
}

const RETRY_MS = 500;

/** Runs the Temporal worker until `signal` is aborted. Waits without limit for a Temporal that cannot be reached. */
export async function runWorker(service: WorkerSettings): Promise<void> {
  let lastReason = '';
  while (!service.signal.aborted) {
    try {
      await runWorkerOnce(service);
      lastReason = '';
    } catch (error) {
      if (service.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== lastReason)
        service.log.warn({ reason, ...service.temporal }, 'Temporal cannot be used; trying again');
      lastReason = reason;
    }
    await sleep(RETRY_MS, undefined, { signal: service.signal }).catch(() => undefined);
  }
}

const DETACHING = {
  shutdownGraceTime: 0, // how long activities may continue before they are notified: these detach at once
  shutdownForceTime: '5s',
  maxHeartbeatThrottleInterval: '1s', // a cancellation comes back with a heartbeat
} as const;

async function runWorkerOnce({
  temporal,
  workflows,
  activities,
  signal,
  onReady,
}: WorkerSettings): Promise<void> {
  const connection = await NativeConnection.connect({ address: temporal.address });
  try {
    const worker = await Worker.create({
      connection,
      namespace: temporal.namespace,
      taskQueue: TASK_QUEUE,
      workflowBundle: workflows,
      activities,
      ...DETACHING,
      stickyQueueScheduleToStartTimeout: '1s', // what a killed worker costs beyond its heartbeat
      maxCachedWorkflows: 200,
      maxConcurrentActivityTaskExecutions: 200, // they wait for servers, mostly
      // A worker that freezes or loses its network takes a task with it for each of these, until their time is up.
      maxConcurrentActivityTaskPolls: 4,
      maxConcurrentWorkflowTaskPolls: 4,
      reuseV8Context: true,
    });
    const previews = await Worker.create({
      connection,
      namespace: temporal.namespace,
      taskQueue: PREVIEW_TASK_QUEUE,
      activities,
      ...DETACHING,
      maxConcurrentActivityTaskExecutions: 20, // each opens a connection of its own to a server
      maxConcurrentActivityTaskPolls: 2,
    });
    if (signal.aborted) return;
    const workers = [worker, previews];
    const runs = workers.map((each) => runUntilAborted(each, signal));
    onReady();
    try {
      await Promise.all(runs);
    } finally {
      // Where one of the two cannot go on, both begin again.
      for (const each of workers) if (each.getState() === 'RUNNING') each.shutdown();
      await Promise.allSettled(runs);
    }
  } finally {
    await connection.close().catch(() => undefined);
  }
}

async function runUntilAborted(worker: Worker, signal: AbortSignal): Promise<void> {
  const stop = (): void => worker.shutdown();
  signal.addEventListener('abort', stop, { once: true });
  await worker.run().finally(() => signal.removeEventListener('abort', stop));
}
