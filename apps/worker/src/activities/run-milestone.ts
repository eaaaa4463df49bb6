import { transaction } from '@milepost/db/client';
import { beginMilestone } from '@milepost/db/operations/milestones/begin-milestone';
import type { BeginResult } from '@milepost/db/operations/milestones/begin-milestone';
import { finishMilestone } from '@milepost/db/operations/milestones/finish-milestone';
import type { MilestoneResult } from '@milepost/db/operations/milestones/milestone-result';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { nextStep } from '@milepost/db/operations/next-step';
import type { UnstoredPhases } from '@milepost/db/operations/output/output-marks';
import type { NextStep, OperationActivities } from '@milepost/contract/operation-workflow';
import type { SpoolState } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import { close } from '../closing/close';
import type { Dependencies } from '../startup/dependencies';
import { enterRun, isInRun } from '../operations/enter-run';
import { executeMilestone } from '../milestone/execute-milestone';
import type { StartedMilestone } from '../milestone/execute-milestone';
import type { MilestoneRef, MilestoneRun } from '../milestone/load-milestone-run';
import { loadMilestoneRun } from '../milestone/load-milestone-run';
import { withHeartbeat } from './heartbeat';

export function createRunMilestone(dependencies: Dependencies): OperationActivities['runMilestone'] {
  return (operationId, milestone, attemptKey) =>
    withHeartbeat((heartbeat) =>
      runMilestone(dependencies, { operationId, milestone, attemptKey, heartbeat }),
    );
}

/**
 * One milestone as one durable command. Any number of attempts, on any worker, attach to the same one; it never stops
 * anything on the server, it only detaches.
 */
async function runMilestone(dependencies: Dependencies, ref: MilestoneRef): Promise<NextStep> {
  const { failpoint, publishOperation } = dependencies;
  const { operationId, milestone } = ref;
  const overtaken = await enter(dependencies, ref);
  if (overtaken) return overtaken;
  const milestoneRun = await loadMilestoneRun(dependencies, ref);
  try {
    const next = await attempt(dependencies, milestoneRun);
    failpoint('completion', milestone);
    return next;
  } finally {
    await milestoneRun.notices.settled();
    publishOperation(operationId);
  }
}

/** Lets the run execute the operation if it does not yet. Returns the next step where that is not this milestone. */
async function enter(
  dependencies: Dependencies,
  { operationId, milestone, attemptKey, heartbeat }: MilestoneRef,
): Promise<NextStep | null> {
  // An attempt that comes after another may find its work done, and must not wait for the server then.
  if (heartbeat.attempt === 1 && (await isInRun(dependencies, operationId))) return null;
  const next = await enterRun(dependencies, operationId, heartbeat);
  return next.type === 'run' && next.milestone === milestone && next.attemptKey === attemptKey ? null : next;
}

async function attempt(dependencies: Dependencies, milestoneRun: MilestoneRun): Promise<NextStep> {
  const { failpoint, publishOperation } = dependencies;
  failpoint('intent', milestoneRun.milestone);
  let started: BeginResult | undefined;
  try {
    started = await begin(dependencies, milestoneRun, await readSpool(milestoneRun));
    if (started.type === 'answer') return started.next;
    publishOperation(milestoneRun.operationId);
    const outcome = await executeMilestone(dependencies, milestoneRun, started);
    failpoint('exit-record', milestoneRun.milestone);
    return await finish(dependencies, milestoneRun, { started, ...outcome });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    started ??= await begin(dependencies, milestoneRun, UNREAD_SPOOL);
    if (started.type === 'answer') return started.next;
    const answer = { kind: 'unreached', code: error.code };
    return await finish(dependencies, milestoneRun, {
      started,
      answer,
      result: {
        kind: 'failed',
        failure: { code: 'server_unusable', problem: error.problem },
        mayStillRun: started.command.spool.id !== '',
      },
    });
  }
}

/** Of a command that could not even be prepared, or was committed before and keeps its own. */
const UNREAD_SPOOL: SpoolState = { id: '', claims: 0, bootId: '' };

/** Known before the intent is committed. */
const readSpool = async ({ intended, connector }: MilestoneRun): Promise<SpoolState> =>
  intended
    ? UNREAD_SPOOL
    : withReconnect(connector, async (host) => host.cachedSpool() ?? (await host.spool()));

function begin(
  { db, workerId }: Dependencies,
  milestoneRun: MilestoneRun,
  spool: SpoolState,
): Promise<BeginResult> {
  const { operationId, milestone, attemptKey } = milestoneRun;
  const intent = { operationId, milestone, attemptKey, spool, workerId };
  return transaction(db, (tx) => beginMilestone(tx, intent));
}

interface MilestoneEnd {
  started: StartedMilestone;
  answer: { kind: string; reason?: string };
  result: MilestoneResult;
  unstored?: UnstoredPhases;
}

/**
 * Stores the result and returns the next step. After the last milestone the operation is closed here, because a hop through
 * Temporal costs more than the closing; where it is cut off in that, closeOperation does it.
 */
async function finish(
  dependencies: Dependencies,
  milestoneRun: MilestoneRun,
  end: MilestoneEnd,
): Promise<NextStep> {
  const next = await store(dependencies, milestoneRun, end);
  if (next.type !== 'close') return next;
  const { operationId, heartbeat } = milestoneRun;
  dependencies.publishOperation(operationId);
  return { type: 'end', outcome: await close(dependencies, { operationId, canceled: false, heartbeat }) };
}

function store(
  { db, failpoint, decisionTimeoutMs }: Dependencies,
  { operationId, milestone, attemptKey }: MilestoneRun,
  { started, answer, result, unstored }: MilestoneEnd,
): Promise<NextStep> {
  const { id: commandId, fence } = started.command;
  return transaction(db, async (tx) => {
    if (answer.reason === 'fenced') {
      // Another run may have issued the same command with a higher fence: that one decides.
      const operation = await lockOperation(tx, operationId);
      if (operation.fence > fence) return nextStep(operation);
    }
    const next = await finishMilestone(tx, {
      ...{ operationId, milestone, attemptKey, commandId },
      ...{ answer, result, unstored, decisionTimeoutMs },
    });
    failpoint('event-commit', milestone);
    return next;
  });
}
