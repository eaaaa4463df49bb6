import type { MilestoneResult } from '@milepost/db/operations/finish-milestone';
import type { PlannedMilestone } from '@milepost/packages-core/contract/plan';
import type { CommandAnswer, CommandState } from '@milepost/packages-core/engine/host';
import { recover } from '@milepost/packages-core/engine/recovery';
import { diskFullSentence, failureSentence } from './failure';
import { findTransient } from './transient';

export interface Ended {
  answer: CommandAnswer;
  milestone: PlannedMilestone;
  states: readonly CommandState[];
  /** The readable end of its output. */
  tail: string;
  /** Transient failures so far. */
  retries: number;
  /** How long each retry of a transient failure rests before it, in milliseconds: as many as there are numbers. */
  restMs: readonly number[];
}

/** What a command's answer means for its milestone. */
export function judge({ answer, milestone, states, tail, retries, restMs }: Ended): MilestoneResult {
  switch (answer.kind) {
    case 'done':
      return { kind: 'done', applied: answer.applied };
    case 'failed': {
      const { state, phase, exitCode } = answer;
      const sentence = failureSentence(milestone, answer, tail);
      const transient = findTransient(milestone, tail);
      if (!transient) return { kind: 'failed', sentence, state, phase, exitCode };
      const ms = restMs[Math.min(retries, restMs.length - 1)] ?? 0;
      return { kind: 'transient', reason: transient.label, sentence, ms, of: restMs.length };
    }
    case 'spool_full':
      return {
        kind: 'failed',
        sentence: diskFullSentence(milestone, answer),
        state: answer.state,
        phase: answer.phase,
      };
    case 'paused':
      return { kind: 'paused', state: answer.state };
    case 'lost': {
      const recovery = recover(answer, states);
      if (recovery.do === 'ask') {
        return { kind: 'failed', sentence: recovery.reason, state: answer.state, phase: answer.phase };
      }
      return { kind: 'lost', state: answer.state, phase: answer.phase, repeatable: recovery.guard === null };
    }
    case 'absent':
    case 'refused': {
      const recovery = recover(answer, states);
      return {
        kind: 'failed',
        sentence: recovery.do === 'ask' ? recovery.reason : 'Its outcome is unknown.',
        unproven: answer.kind === 'absent',
      };
    }
  }
}
