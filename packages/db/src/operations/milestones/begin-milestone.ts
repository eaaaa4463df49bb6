import type { Transaction } from '../../client';
import { recordIntent } from './record-intent';
import type { CommandIntent, SpoolSnapshot } from './record-intent';
import { lockOperation } from '../lock-operation';
import type { LockedMilestone, LockedOperation } from '../lock-operation';
import { nextStep } from '../next-step';
import { nextStepAfter } from '../read-next-step';
import type { NextStep } from '@milepost/contract/operation-workflow';

export interface BeginInput {
  operationId: string;
  milestone: number;
  attemptKey: string;
  /** As read from the server just now; an intent that was committed before keeps its own. */
  spool: SpoolSnapshot;
  /** The worker that carries it out. */
  workerId: string;
}

export type BeginResult =
  | { type: 'run'; operation: LockedOperation; milestone: LockedMilestone; command: CommandIntent }
  /** The caller's request is not current: a reset, or an attempt that comes too late. */
  | { type: 'answer'; next: NextStep };

/**
 * Commits the intent before anything is sent: any number of attempts get the same command. A request that is not the next step
 * begins nothing.
 */
export async function beginMilestone(tx: Transaction, intent: BeginInput): Promise<BeginResult> {
  const { operationId, milestone: n, attemptKey, spool, workerId } = intent;
  const operation = await lockOperation(tx, operationId);
  const next = nextStep(operation);
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  // A pause that was asked for since: nothing new begins.
  if (operation.status === 'pausing' && milestone?.status !== 'running')
    return { type: 'answer', next: await nextStepAfter(tx, operation) };
  if (next.type !== 'run' || next.milestone !== n || next.attemptKey !== attemptKey || !milestone)
    return { type: 'answer', next };

  const command = await recordIntent(tx, { operation, milestone, spool, workerId });
  return { type: 'run', operation, milestone, command };
}
