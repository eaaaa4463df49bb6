import type { Transaction } from '../client';
import { lockOperation } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import {
  answered,
  milestoneDone,
  milestoneFailed,
  milestoneLost,
  milestonePaused,
  milestoneTransient,
} from './milestone-outcomes';
import type { Ending } from './milestone-outcomes';
import { nextAfter, readNext } from './read-next';
import type { Next, Phase } from './words';

export interface Failure {
  sentence: string;
  state?: number;
  phase?: Phase;
  exitCode?: number;
  /** Nothing proves that what was begun on the server has ended. */
  unproven?: boolean;
}

export type MilestoneResult =
  /** All states hold; `applied` of them had to be brought about. */
  | { kind: 'done'; applied: number }
  /** Also when the outcome is unknown: a sentence says so, and nothing runs by itself. */
  | ({ kind: 'failed' } & Failure)
  /** Stopped between states, before this one, because a pause was asked. */
  | { kind: 'paused'; state: number }
  /** Heals by itself: tried again after `ms`, at most `of` times; then it fails with `sentence`. */
  | { kind: 'transient'; reason: string; sentence: string; ms: number; of: number }
  /** The supervisor died. `repeatable`: of the state's apply. */
  | { kind: 'lost'; state: number; phase: Phase; repeatable: boolean };

interface Finished {
  operationId: string;
  milestone: number;
  epoch: string;
  commandId: string;
  /** As the server gave it, kept with the command. */
  answer: object;
  result: MilestoneResult;
  /** How long a failure waits for a person's decision, in milliseconds. */
  decideWithinMs: number;
}

/**
 * Writes what became of a milestone's command, and answers what comes next. The answer belongs to its command whatever
 * happened since; it moves the operation only if nothing overtook it.
 */
export async function finishMilestone(tx: Transaction, finished: Finished): Promise<Next> {
  const { operationId, result } = finished;
  const operation = await lockOperation(tx, operationId);
  const ending = current(operation, finished);
  if (ending && result.kind === 'done') {
    const stands = await milestoneDone(tx, { ...ending, answer: finished.answer, applied: result.applied });
    if (stands) return nextAfter(tx, stands);
  }
  await tx.$executeRaw(answered(finished));
  if (ending && result.kind !== 'done') await settle(tx, { ending, result });
  return readNext(tx, operationId);
}

/** What the result is about; null when something overtook it. */
function current(operation: LockedOperation, finished: Finished): Ending | null {
  const { milestone: n, epoch, commandId, decideWithinMs } = finished;
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  const overtaken =
    operation.epoch !== epoch || operation.outcome !== null || milestone?.status !== 'running';
  return overtaken ? null : { operation, milestone, commandId, decideWithinMs };
}

async function settle(
  tx: Transaction,
  { ending, result }: { ending: Ending; result: Exclude<MilestoneResult, { kind: 'done' }> },
): Promise<void> {
  // What is being cancelled is judged by the activity that closes it.
  if (ending.operation.cancelAskedBy) return;
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
