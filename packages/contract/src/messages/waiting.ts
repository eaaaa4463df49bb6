import type { OperationNotice } from '../operation-notice';
import type { RequestedChange } from '../requested-decision';
import type { OperationStatus } from '../statuses';
import { unverifiedMessage } from './conclusions';
import { serverProblemMessage } from './errors/server-errors';
import { formatElapsed } from './format/elapsed';
import { capitalize, withoutPeriod } from './format/text';

/** What an operation waits for, in a few words, for a row. `now` is milliseconds since the epoch. */
export function noticeLabel(notice: OperationNotice, now: number): string {
  switch (notice.kind) {
    case 'queue':
      return `Place ${notice.place}, behind ${notice.behind}`;
    case 'blocked':
      return `Blocked: ${unverifiedMessage(notice.command)}`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${formatElapsed(now - Date.parse(notice.since))}`;
    case 'silent':
      return `No response for ${formatElapsed(now - Date.parse(notice.since))}`;
    case 'reconnecting':
      return `Reconnecting, attempt ${notice.attempt}, no response for ${formatElapsed(now - Date.parse(notice.since))}`;
    case 'retrying':
      return `${capitalize(notice.label)}; retrying in ${formatElapsed(Date.parse(notice.at) - now)} (attempt ${notice.attempt} of ${notice.of})`;
    case 'engine_unreachable':
      return 'Temporal is unreachable';
    case 'worker_lost':
      return 'The worker stopped responding';
    case 'requested':
      return `${requestedLabel(notice)}${notice.worker ? '' : '; no worker is running'}`;
    case 'no_worker':
      return 'No worker is running';
  }
}

/** The same as whole sentences with their consequence, for the operation's own page. */
export function noticeSentence(notice: OperationNotice, server: string, now: number): string {
  switch (notice.kind) {
    case 'queue':
      return `Queued at place ${notice.place}, behind ${notice.behind}. It starts automatically: one operation at a time changes ${server}.`;
    case 'blocked':
      return `${server} is blocked until an earlier command is confirmed to have stopped: ${unverifiedMessage(notice.command)}.`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${formatElapsed(now - Date.parse(notice.since))} so far. It continues automatically.`;
    case 'silent':
      return `${server} has not responded for ${formatElapsed(now - Date.parse(notice.since))}. The command keeps running there.`;
    case 'reconnecting':
      return `Reconnecting to ${server}, attempt ${notice.attempt}: no response for ${formatElapsed(now - Date.parse(notice.since))} (${withoutPeriod(serverProblemMessage(notice.reason))}). The command keeps running there; output resumes when the connection is back.`;
    case 'retrying':
      return `${capitalize(notice.label)}. Retrying automatically in ${formatElapsed(Date.parse(notice.at) - now)} (attempt ${notice.attempt} of ${notice.of}).`;
    case 'engine_unreachable':
      return `Temporal has been unreachable for ${formatElapsed(now - Date.parse(notice.since))}. Nothing is lost: the operation continues when Temporal is back.`;
    case 'worker_lost':
      return `The worker stopped responding. ${notice.command ? `The command continues on ${server}. ` : ''}Another worker takes over automatically.`;
    case 'requested':
      return notice.worker
        ? `${requestedLabel(notice)}. A worker does it in a moment.`
        : `${requestedLabel(notice)}. No worker is running: it is done as soon as one is running.`;
    case 'no_worker':
      return notice.command
        ? `No worker is running. The command continues on ${server}. A worker takes the operation over as soon as one is running.`
        : 'No worker is running. The operation continues as soon as one is running.';
  }
}

const requestedLabel = ({ change, by }: Extract<OperationNotice, { kind: 'requested' }>): string =>
  `${CHANGES[change]} requested by ${by}`;

const CHANGES: Record<RequestedChange, string> = {
  retry: 'Retry',
  retry_from: 'Retry from an earlier step',
  skip: 'Skip',
  roll_back: 'Rollback',
  accept_plan: 'Run of the new plan',
  mark_failed: 'Mark as failed',
  cancel: 'Cancellation',
  pause: 'Pause',
  resume: 'Resume',
  resume_interrupted: 'Resume',
  abandon_server: 'Stop waiting',
};

/** What others can do on the server while an operation waits for a person. */
export function meanwhileSentence(server: string, notice: OperationNotice | null): string {
  if (notice?.kind !== 'blocked') return `${server} is free for other operations.`;
  return `Nothing else starts on ${server} until an earlier command is confirmed to have stopped.`;
}

/** What an operation whose workflow was terminated waits for. */
export function interruptedSentence(status: OperationStatus): string {
  const terminated = 'The Temporal workflow of this operation was terminated.';
  switch (status) {
    case 'awaiting_decision':
      return `${terminated} It still needs your decision: decide below, and it continues in a new run.`;
    case 'paused':
      return `${terminated} It was paused and does not resume on its own. Resume to continue it in a new run.`;
    default:
      return `${terminated} Completed steps are kept. Resume to continue from here in a new run.`;
  }
}
