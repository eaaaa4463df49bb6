import type { Transaction } from '../../client';
import { lockOperation } from '../lock-operation';
import type { LockedOperation } from '../lock-operation';
import {
  milestoneDone,
  milestoneFailed,
  milestoneLost,
  milestonePaused,
  milestoneTransient,
  recordAnswer,
} from './milestone-outcomes';
import type { Ending } from './milestone-outcomes';
import type { MilestoneResult } from './milestone-result';
import type { UnstoredPhases } from '../output/output-marks';
import { nextStepAfter, readNextStep } from '../read-next-step';
import type { NextStep } from '@milepost/contract/operation-workflow';

interface FinishInput {
  operationId: string;
  milestone: number;
  attemptKey: string;
  commandId: string;
  /** As the server gave it, kept with the command. */
  answer: object;
  result: MilestoneResult;
  /** Of a command that is done; of any other they are stored before. */
  unstored?: UnstoredPhases;
  /** How long a failure waits for a person's decision, in milliseconds. */
  decisionTimeoutMs: number;
}

/**
 * Writes what became of a milestone's command, and returns the next step. The answer belongs to its command whatever
 * happened since; it moves the operation only if nothing overtook it.
 */
export async function finishMilestone(tx: Transaction, finished: FinishInput): Promise<NextStep> {
  const { operationId, result } = finished;
  const operation = await lockOperation(tx, operationId);
  const ending = currentEnding(operation, finished);
  if (ending && result.kind === 'done') {
    const { answer, unstored } = finished;
    return nextStepAfter(
      tx,
      await milestoneDone(tx, { ...ending, answer, unstored, applied: result.applied }),
    );
  }
  await recordAnswer(tx, finished);
  if (ending && result.kind !== 'done') await recordOutcome(tx, { ending, result });
  return readNextStep(tx, operationId);
}

/** What the result is about; null when something overtook it. */
function currentEnding(operation: LockedOperation, finished: FinishInput): Ending | null {
  const { milestone: n, attemptKey, commandId, decisionTimeoutMs } = finished;
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  const overtaken =
    operation.attemptKey !== attemptKey || operation.outcome !== null || milestone?.status !== 'running';
  return overtaken ? null : { operation, milestone, commandId, decisionTimeoutMs };
}

async function recordOutcome(
  tx: Transaction,
  { ending, result }: { ending: Ending; result: Exclude<MilestoneResult, { kind: 'done' }> },
): Promise<void> {
  // The activity that closes a canceled operation stores its result.
  if (ending.operation.cancelRequestedBy) return;
  switch (result.kind) {
    case 'failed':
      return milestoneFailed(tx, { ...ending, ...result });
    case 'paused':
      return milestonePaused(tx, { ...ending, ...result });
    case 'transient':
      return milestoneTransient(tx, { ...ending, ...result });
    case 'lost':
      return milestoneLost(tx, { ...ending, ...result });
  }
}
