import type { EventData, OperationEvent } from '@milepost/db/operations/events/event-types';
import { formatDuration } from '../../format/duration';

/** An event as a line of the history. The one place where events become words. */
export function eventSentence(event: OperationEvent): string {
  switch (event.type) {
    case 'submitted':
      return `${event.data.title} requested`;
    case 'run_started':
      return 'Picked up by a worker';
    case 'prepared':
      return 'Server state matches the plan';
    case 'refused':
      return event.data.sentence;
    case 'milestone_started':
      if (event.data.undo) return `${event.data.label} is being rolled back`;
      return `${event.data.label} started${attemptSuffix(event.data.attempt)}`;
    case 'milestone_done':
      return event.data.applied === 0
        ? `${event.data.label}: nothing to do`
        : `${event.data.label} done in ${formatDuration(event.data.ms)}`;
    case 'milestone_rolled_back':
      return `${event.data.label} rolled back in ${formatDuration(event.data.ms)}`;
    case 'milestone_paused':
      return `${event.data.label} paused before step ${event.data.state}`;
    case 'milestone_failed':
      return `${event.data.label} failed: ${event.data.sentence}`;
    case 'milestone_transient':
      return `${event.data.label}: ${event.data.reason}. Retrying in ${formatDuration(event.data.ms)} (retry ${event.data.retry} of ${event.data.of})`;
    case 'milestone_lost':
      return `${event.data.label} stopped on the server without reporting a result. ${
        event.data.guarded
          ? 'The last step may have succeeded, so it is not run again automatically.'
          : 'The last step is run again.'
      }`;
    case 'connection_lost':
      return `The connection was lost: ${event.data.reason}`;
    case 'connection_restored':
      return `Connection restored after ${formatDuration(event.data.ms)}`;
    case 'warning':
      return event.data.sentence;
    case 'output_capped':
      return `Output truncated: the first and last ${mebibytes(event.data.keptBytes / 2)} are kept`;
    case 'cancel_requested':
      return `Cancellation requested${reasonSuffix(event.data.reason)}`;
    case 'pause_requested':
      return event.data.resumeAt === null
        ? 'Pause requested'
        : `Pause requested until ${event.data.resumeAt}`;
    case 'paused':
      return 'Paused. Nothing is running on the server.';
    case 'resumed':
      return 'Resumed';
    case 'decision_needed':
      // The event before says what failed and why.
      return event.data.milestone === null
        ? `A decision is needed: ${event.data.sentence}`
        : 'A decision is needed';
    case 'interrupted':
      return 'The workflow was terminated in Temporal';
    case 'run_replaced':
      return 'The workflow was terminated in Temporal; a new run completes the operation';
    case 'worker_lost':
      return `The worker was lost; another one took over${attemptNote(event.data.attempt)}`;
    case 'resumed_after_interruption':
      return 'Resumed in a new workflow run';
    case 'verified_stopped':
      return event.data.sentence;
    case 'server_abandoned':
      return 'Stopped waiting for the server';
    case 'decided':
      return `${decision(event.data)}${reasonSuffix(event.data.reason)}`;
    case 'record_deleted':
      return `Record of the installation deleted; the server was not changed${reasonSuffix(event.data.reason)}`;
    case 'closed':
      return event.data.conclusion;
  }
}

/** Who did it, where a person did. */
export function eventAuthor(event: OperationEvent): string | null {
  switch (event.type) {
    case 'submitted':
    case 'cancel_requested':
    case 'decided':
    case 'pause_requested':
    case 'paused':
    case 'resumed':
    case 'resumed_after_interruption':
    case 'verified_stopped':
    case 'server_abandoned':
    case 'record_deleted':
      return event.data.by;
    case 'run_started':
    case 'prepared':
    case 'refused':
    case 'milestone_started':
    case 'milestone_done':
    case 'milestone_rolled_back':
    case 'milestone_paused':
    case 'decision_needed':
    case 'interrupted':
    case 'run_replaced':
    case 'worker_lost':
    case 'milestone_failed':
    case 'milestone_transient':
    case 'milestone_lost':
    case 'connection_lost':
    case 'connection_restored':
    case 'warning':
    case 'output_capped':
    case 'closed':
      return null;
  }
}

const decision = ({ action, removeData }: EventData['decided']): string =>
  `${DECISION_LABELS[action] ?? action}${removeData ? ', including data' : ''}`;

const DECISION_LABELS: Record<string, string> = {
  retry: 'Retry requested',
  retry_from: 'Retry from an earlier milestone requested',
  skip: 'Failed milestone skipped',
  roll_back: 'Roll back requested',
  mark_failed: 'Marked as failed',
};

const attemptSuffix = (attempt: number): string => (attempt > 1 ? `, attempt ${attempt}` : '');
const attemptNote = (attempt: number): string => (attempt > 1 ? ` (attempt ${attempt})` : '');
const reasonSuffix = (reason: string | null): string => (reason ? `: ${reason}` : '');
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
