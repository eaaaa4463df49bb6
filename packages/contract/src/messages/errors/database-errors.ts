import { unverifiedMessage } from '../conclusions';
import type { DatabaseProblem, OpenOperation } from '../../errors/database-problem';
import type { OperationStatus } from '../../statuses';

/** For every list and stream that is requested from an invalid position. */
export const BAD_CURSOR = 'The position in the list is not valid. Reload the page.';

/** What the rows do not allow, in a sentence for people. Pure. */
export function databaseErrorMessage(problem: DatabaseProblem): string {
  switch (problem.code) {
    case 'operation_not_found':
      return 'There is no such operation.';
    case 'operation_id_taken':
      return 'This form was already submitted with other settings. Reload the page to submit it again.';
    case 'operation_open':
      return openOperationMessage(problem);
    case 'open_operation_ended':
      return 'What was in the way has just ended. Submit it again.';
    case 'operation_unfinished':
      return `“${problem.title}” is not finished: wait for it, or cancel it first.`;
    case 'operation_ended':
      return 'It has ended already.';
    case 'not_pausable':
      return `It is ${STATUS_LABELS[problem.status]} and cannot be paused now.`;
    case 'not_resumable':
      return `It is ${STATUS_LABELS[problem.status]} and cannot be resumed now.`;
    case 'not_interrupted':
      return 'It is not interrupted.';
    case 'not_closing':
      return 'It is not being closed.';
    case 'nothing_to_decide':
      return 'There is nothing to decide.';
    case 'decision_unavailable':
      return 'That cannot be chosen now.';
    case 'already_decided':
      return `${problem.by} decided before you: ${DECISION_LABELS[problem.action] ?? problem.action}.`;
    case 'superseded':
      return `${problem.title === null ? 'Another operation' : `“${problem.title}”`} came after it. Start a new operation instead.`;
    case 'later_operation':
      return `“${problem.title}” came after it. Open that operation instead.`;
    case 'other_installation':
      return 'That operation belongs to a different installation.';
    case 'not_installed':
      return 'It is not installed on this server.';
    case 'installation_not_failed':
      return 'It has not failed: uninstall it.';
    case 'command_not_verified':
      return `${unverifiedMessage(problem.command)}. Verify first that it has stopped on ${problem.serverName}.`;
    case 'queue_not_blocked':
      return 'Nothing blocks this server.';
    case 'server_removed':
      return `${problem.serverName} was removed: add it again first.`;
    case 'server_has_open_operations':
      return `${problem.serverName} cannot be removed: ${problem.open === 1 ? '1 operation on it is' : `${problem.open} operations on it are`} not finished yet.`;
    case 'host_key_not_awaited':
      return `The host key of ${problem.serverName} is not waiting to be confirmed. Reload its page.`;
    case 'stack_run_taken':
      return 'This form was already submitted with other settings. Reload the page to submit it again.';
    case 'stack_run_not_found':
      return 'There is no such stack run.';
    case 'stack_moved_on':
      return 'The stack is no longer at this step. Reload the page.';
    case 'stack_parent_missing':
      return 'What it belongs to is not installed.';
    case 'bad_cursor':
      return BAD_CURSOR;
    case 'request_expired':
      return 'No worker answered, so nothing was changed. Check that a worker is running, then try again.';
    case 'request_failed':
      return 'The worker could not do this. Its log has the reason.';
  }
}

/** Why nothing else can be started on the package, and what to do about the open operation. Pure. */
export function openOperationMessage({ title, status, outcome }: OpenOperation): string {
  const problem = outcome === null ? remedy(status) : 'is being closed: try again in a moment';
  return `“${title}” ${problem}.`;
}

function remedy(status: OperationStatus): string {
  switch (status) {
    case 'awaiting_decision':
      return 'failed and waits for a decision: decide on its page, or delete the installation, which marks it as failed';
    case 'paused':
    case 'pausing':
      return 'is paused: resume it and wait for it, or cancel it';
    case 'canceling':
      return 'is being canceled: wait until it has ended';
    case 'queued':
    case 'running':
    case 'completed':
    case 'failed':
    case 'canceled':
      return 'is not finished yet: wait for it, or cancel it';
  }
}

const STATUS_LABELS: Record<OperationStatus, string> = {
  queued: 'queued',
  running: 'running',
  pausing: 'about to pause',
  paused: 'paused',
  awaiting_decision: 'waiting for a decision',
  canceling: 'being canceled',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

const DECISION_LABELS: Record<string, string> = {
  retry: 'retry',
  retry_from: 'retry from an earlier milestone',
  skip: 'skip it',
  roll_back: 'roll back',
  mark_failed: 'mark as failed',
};
