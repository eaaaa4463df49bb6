import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { WAKE_SIGNAL } from '@milepost/contract/operation-workflow';
import type { NextStep, OperationActivities } from '@milepost/contract/operation-workflow';
import type { Scenario } from './scenarios';

export interface ReplayContext {
  engine: Client;
  address: string;
  /** Of `workflowCode()`. */
  code: string;
}

/** Plays a scenario on a real Temporal: the workflow is ours, the rows are the script. Answers when the run has ended. */
export async function runScenario(
  { engine, address, code }: ReplayContext,
  scenario: Scenario,
): Promise<WorkflowHandle> {
  const id = randomUUID();
  const taskQueue = `play-${id}`;
  const connection = await NativeConnection.connect({ address });
  const workflowId = `install-ledger-web-1-${id}`;
  const handle = engine.workflow.getHandle(workflowId);
  const worker = await Worker.create({
    connection,
    taskQueue,
    identity: 'player',
    workflowBundle: { code },
    activities: script(scenario, handle),
  });
  try {
    await worker.runUntil(async () => {
      await engine.workflow.start('install', {
        ...{ workflowId, taskQueue, memo: { operation: id } },
        args: scenario.first === undefined ? [id] : [id, scenario.first],
      });
      await handle.result().catch(() => undefined);
    });
  } finally {
    await connection.close();
  }
  return handle;
}

function script(scenario: Scenario, handle: WorkflowHandle): OperationActivities {
  let given = 0;
  const answer = async (): Promise<NextStep> => {
    const next = scenario.answers[given];
    if (next === undefined) throw new Error(`${scenario.name} has no answer ${given + 1}`);
    if (next === 'never') {
      if (scenario.cancelAfter === 0) cancelSoon(handle);
      return letGo();
    }
    given += 1;
    if (scenario.wakeAfter?.includes(given)) await handle.signal(WAKE_SIGNAL);
    if (scenario.cancelAfter === given) cancelSoon(handle);
    return next;
  };
  return {
    runMilestone: answer,
    refresh: answer,
    readServer: answer,
    verifyStopped: answer,
    closeOperation: () => Promise.resolve(scenario.outcome),
  };
}

/** When the workflow has heard the answer and does what it says. */
function cancelSoon(handle: WorkflowHandle): void {
  setTimeout(() => void handle.cancel(), 300);
}

/** A command that runs until the activity is asked to detach. */
function letGo(): Promise<never> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 200);
  return context.cancelled.finally(() => clearInterval(beat));
}
