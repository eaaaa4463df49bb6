import type { MilestoneResult } from '@milepost/db/operations/milestones/milestone-result';
import type { PlannedMilestone } from '@milepost/contract/plan';
import type { CommandResult, CommandState } from '@milepost/packages-core/engine/host';
import { recover } from '@milepost/packages-core/engine/connection/recovery';
import { diagnose } from './diagnose';
import type { Investigation } from './investigate';
import { notRecorded, stateFailure, unconfirmedChange } from './failure';
import { transientOf } from './transient';

export interface ResultInput extends Investigation {
  answer: CommandResult;
  milestone: PlannedMilestone;
  states: readonly CommandState[];
  /** Transient failures so far. */
  retries: number;
  /** The delay before each retry of a transient failure, in milliseconds: one number for each retry. */
  retryDelaysMs: readonly number[];
}

/** What a command's answer means for its milestone. */
export function interpretResult({
  answer,
  milestone,
  states,
  printed,
  explained,
  refined,
  retries,
  retryDelaysMs,
}: ResultInput): MilestoneResult {
  switch (answer.kind) {
    case 'done':
      return { kind: 'done', applied: answer.applied };
    case 'failed': {
      const { state, phase, exitCode } = answer;
      if (phase === 'confirm')
        return { kind: 'failed', failure: unconfirmedChange(milestone, answer), state, phase, exitCode };
      const found = diagnose(milestone.states[state - 1], { printed, explained, exitCode });
      const failure = stateFailure(milestone, answer, { printed, line: found.line });
      const why = refined ?? { cause: found.cause, hint: found.hint };
      const transient = transientOf(milestone, { printed, topic: found.topic });
      if (!transient) return { kind: 'failed', failure, ...why, state, phase, exitCode };
      const ms = retryDelaysMs[Math.min(retries, retryDelaysMs.length - 1)] ?? 0;
      return { kind: 'transient', reason: transient.label, failure, ...why, ms, of: retryDelaysMs.length };
    }
    case 'spool_full':
      return {
        kind: 'failed',
        failure: notRecorded(milestone, answer),
        ...refined,
        state: answer.state,
        phase: answer.phase,
      };
    case 'paused':
      return { kind: 'paused', state: answer.state };
    case 'lost': {
      const recovery = recover(answer, states);
      if (recovery.action === 'require_decision') {
        return { kind: 'failed', failure: recovery.failure, state: answer.state, phase: answer.phase };
      }
      return { kind: 'lost', state: answer.state, phase: answer.phase, idempotent: recovery.guard === null };
    }
    case 'absent':
      return { kind: 'failed', failure: { code: 'records_lost' }, mayStillRun: true };
    case 'refused': {
      const { reason, detail } = answer;
      const failure = { code: 'rejected', reason, detail } as const;
      return { kind: 'failed', failure, mayStillRun: false, ...(reason === 'disk_full' && refined) };
    }
  }
}
