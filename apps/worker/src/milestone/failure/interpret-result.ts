import type { MilestoneResult } from '@milepost/db/operations/milestones/milestone-result';
import type { PlannedMilestone } from '@milepost/contract/plan';
import type { CommandResult, CommandState } from '@milepost/packages-core/engine/host';
import { recover } from '@milepost/packages-core/engine/connection/recovery';
import { diagnose } from './diagnose';
import type { Investigation } from './investigate';
import { diskFullSentence, failureSentence } from './failure';
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

const DISK_FULL = { cause: 'The server’s disk is full', hint: 'Free space on it, then try again.' };

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
      const found = diagnose(milestone.states[state - 1], { printed, explained, exitCode });
      const sentence = failureSentence(milestone, answer, { printed, line: found.line });
      const why = refined ?? { cause: found.cause, hint: found.hint };
      const transient = transientOf(milestone, { printed, topic: found.topic });
      if (!transient) return { kind: 'failed', sentence, ...why, state, phase, exitCode };
      const ms = retryDelaysMs[Math.min(retries, retryDelaysMs.length - 1)] ?? 0;
      return { kind: 'transient', reason: transient.label, sentence, ...why, ms, of: retryDelaysMs.length };
    }
    case 'spool_full':
      return {
        kind: 'failed',
        sentence: diskFullSentence(milestone, answer),
        ...(refined ?? DISK_FULL),
        state: answer.state,
        phase: answer.phase,
      };
    case 'paused':
      return { kind: 'paused', state: answer.state };
    case 'lost': {
      const recovery = recover(answer, states);
      if (recovery.action === 'require_decision') {
        return { kind: 'failed', sentence: recovery.reason, state: answer.state, phase: answer.phase };
      }
      return { kind: 'lost', state: answer.state, phase: answer.phase, idempotent: recovery.guard === null };
    }
    case 'absent':
    case 'refused': {
      const recovery = recover(answer, states);
      return {
        kind: 'failed',
        sentence: recovery.action === 'require_decision' ? recovery.reason : 'Its outcome is unknown.',
        mayStillRun: answer.kind === 'absent',
        ...(answer.kind === 'refused' && answer.reason === 'disk_full' && (refined ?? DISK_FULL)),
      };
    }
  }
}
