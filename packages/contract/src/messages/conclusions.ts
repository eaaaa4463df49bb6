import type { Conclusion, Obstacle, StopSummary } from '../conclusion';
import type { UnverifiedCommand } from '../unverified-command';
import { hostProblemMessage } from './errors/connection-errors';
import { planProblemMessage } from './errors/plan-errors';
import { preconditionMessage } from './errors/precondition-errors';
import { serverProblemMessage } from './errors/server-errors';
import { failureMessage } from './failures';
import { capitalize, withoutPeriod } from './format/text';

type RolledBack = Extract<Conclusion, { code: 'rolled_back' }>;

/** How an operation ended, or why it waits for a decision, in a sentence or two. */
export function conclusionMessage(conclusion: Conclusion): string {
  switch (conclusion.code) {
    case 'completed':
      return conclusion.milestones === 1
        ? 'The milestone is done.'
        : `All ${conclusion.milestones} milestones are done.`;
    case 'canceled':
      return `Canceled by ${conclusion.by}.${conclusion.stopped ? ` ${capitalize(stopMessage(conclusion.stopped))}.` : ''}`;
    case 'rolled_back':
      return rolledBack(conclusion);
    case 'milestone_failed':
      return `${conclusion.label}: ${failureMessage(conclusion.failure)}`;
    case 'plan_changed':
      return 'The plan is no longer the one that was shown, so nothing has been run.';
    case 'server_changed':
      return 'The server is no longer as the plan’s preview found it, so nothing has been run.';
    case 'obstructed':
      return obstacleMessage(conclusion.obstacle);
    case 'incomplete':
      return 'It ended before it was done.';
    case 'text':
      return conclusion.text;
  }
}

function rolledBack({ skipped, leftovers }: RolledBack): string {
  if (skipped.length === 0) return 'Rolled back: what this operation had changed is as it was before.';
  const sentence = `Rolled back, except for what was skipped: ${skipped.join(', ')}.`;
  if (leftovers === null) return sentence;
  if (leftovers.length === 0) return `${sentence} Nothing that it installed is left on the server.`;
  return `${sentence} Still on the server: ${leftovers.join('; ')}.`;
}

/** What stopping came to, as a part of a sentence: "stopped cleanly". */
export function stopMessage(stopped: StopSummary): string {
  switch (stopped.code) {
    case 'clean':
      if (stopped.dpkg === 'broken') return 'stopped, but dpkg is left half done and could not be repaired';
      return stopped.dpkg === 'repaired' ? 'stopped cleanly, after dpkg was repaired' : 'stopped cleanly';
    case 'processes_remaining':
      return `stopped; left behind: ${stopped.processes.join(', ')}`;
    case 'unknown':
      return `unknown: ${withoutPeriod(hostProblemMessage(stopped.problem))}`;
    case 'text':
      return stopped.text;
  }
}

/** Why an operation cannot start or continue. */
export function obstacleMessage(obstacle: Obstacle): string {
  switch (obstacle.code) {
    case 'unknown_plan_format':
      return `Its plan is of format ${obstacle.format}, which this version of Milepost does not know.`;
    case 'server_not_enrolled':
      return `${obstacle.server} is not enrolled yet.`;
    case 'server_problem':
      return serverProblemMessage(obstacle.problem);
    case 'precondition':
      return preconditionMessage(obstacle.problem);
    case 'plan':
      return planProblemMessage(obstacle.problem);
    case 'text':
      return obstacle.text;
  }
}

/** What may still run on a server, as a sentence without its period. */
export function unverifiedMessage(command: UnverifiedCommand): string {
  switch (command.code) {
    case 'milestone_may_run':
      return `“${command.label}” of “${command.operation}” may still run${command.workflowTerminated ? '; its workflow was terminated' : ''}`;
    case 'operation_may_run':
      return `What “${command.operation}” began may still run`;
    case 'processes_remaining':
      return `Processes of “${command.operation}” would not end: ${command.processes.join(', ')}`;
    case 'text':
      return command.text;
  }
}
