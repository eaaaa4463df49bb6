import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { INSPECTION_WORKFLOW } from '@milepost/contract/inspection-workflow';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import type { Logger } from '../startup/log';
import { isNotFound, withDeadline } from './client';

interface Dependencies {
  engine: Client;
  log: Logger;
  /** Between two rounds, in milliseconds; ten minutes when left out. */
  everyMs?: number;
  /** How long a closed inspection is kept, in milliseconds; an hour when left out. */
  keptMs?: number;
}

const MINUTE_MS = 60_000;
const PAGE = 100;
/** In one round: after a long outage the rest is left to the next ones. */
const PAGES = 20;

/**
 * Deletes closed inspections from Temporal until `signal` is aborted, so that its list shows operations: their answers were of use only to
 * who waited for them, and a namespace has one retention for all. Any number of workers may do this at once. Never throws.
 */
export async function deleteOldInspections(
  { engine, log, everyMs = 10 * MINUTE_MS, keptMs = 60 * MINUTE_MS }: Dependencies,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await deleteRound(engine, { closedBefore: new Date(Date.now() - keptMs), signal });
    } catch (error) {
      log.debug({ reason: String(error) }, 'Old inspections cannot be deleted from Temporal now');
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function deleteRound(
  engine: Client,
  { closedBefore, signal }: { closedBefore: Date; signal: AbortSignal },
): Promise<void> {
  // The namespace may be shared: somebody else's workflow of this type has another task queue.
  const query =
    `WorkflowType = "${INSPECTION_WORKFLOW}" AND TaskQueue = "${TASK_QUEUE}" ` +
    `AND ExecutionStatus != "Running" AND CloseTime < "${closedBefore.toISOString()}"`;
  const { namespace } = engine.options;
  let nextPageToken: Uint8Array | undefined;
  for (let page = 1; page <= PAGES && !signal.aborted; page++) {
    const answer = await withDeadline(engine, () =>
      engine.workflowService.listWorkflowExecutions({
        ...{ namespace, pageSize: PAGE, query },
        ...(nextPageToken && { nextPageToken }),
      }),
    );
    for (const { execution: workflowExecution } of answer.executions) {
      if (signal.aborted) return;
      await withDeadline(engine, () =>
        engine.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }),
      ).catch(ignoreNotFound);
    }
    nextPageToken = answer.nextPageToken;
    if (!nextPageToken?.length) return;
  }
}

/** Another worker deleted it. */
function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
