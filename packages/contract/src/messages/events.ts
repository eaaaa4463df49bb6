import { CLOCK } from '../actors';
import type { EventData, OperationEvent } from '../operation-events';
import { conclusionMessage, obstacleMessage, stopMessage } from './conclusions';
import { decidedLabel } from './decisions';
import { formatDuration } from './format/duration';
import { failureMessage } from './failures';
import { serverProblemMessage } from './errors/server-errors';

/** An event as a line of the timeline. */
export function eventMessage(event: OperationEvent): string {
  switch (event.type) {
    case 'submitted':
      return `${event.data.title} requested`;
    case 'run_started':
      return 'Picked up by a worker';
    case 'prepared':
      return 'Server state matches the plan';
    case 'refused':
      return obstacleMessage(event.data.obstacle);
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
      return `${event.data.label} failed: ${failureMessage(event.data.failure)}`;
    case 'milestone_transient':
      return `${event.data.label}: ${event.data.reason}. Retrying in ${formatDuration(event.data.ms)} (retry ${event.data.retry} of ${event.data.of})`;
    case 'milestone_lost':
      return `${event.data.label} stopped on the server without reporting a result. ${
        event.data.guarded
          ? 'The last step may have succeeded, so it is not run again automatically.'
          : 'The last step is run again.'
      }`;
    case 'connection_lost':
      return `The connection was lost: ${serverProblemMessage(event.data.reason)}`;
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
        ? `A decision is needed: ${conclusionMessage(event.data.conclusion)}`
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
      return verifiedStopped(event.data);
    case 'server_abandoned':
      return 'Stopped waiting for the server';
    case 'decided':
      return `${decision(event.data)}${reasonSuffix(event.data.reason ?? timeoutReason(event.data))}`;
    case 'record_deleted':
      return `Record of the installation deleted; the server was not changed${reasonSuffix(event.data.reason)}`;
    case 'closed':
      return conclusionMessage(event.data.conclusion);
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

function verifiedStopped({ by, stopped }: EventData['verified_stopped']): string {
  if (stopped?.code === 'text') return stopped.text;
  if (by !== null) return 'A person checked the server: nothing of it runs there';
  return `Verified on the server: ${stopped === null ? 'nothing of it runs' : stopMessage(stopped)}`;
}

const decision = ({ action, removeData }: EventData['decided']): string =>
  `${decidedLabel(action)}${removeData ? ', including data' : ''}`;

const timeoutReason = ({ by }: EventData['decided']): string | null =>
  by === CLOCK ? 'nobody decided in time' : null;

const attemptSuffix = (attempt: number): string => (attempt > 1 ? `, attempt ${attempt}` : '');
const attemptNote = (attempt: number): string => (attempt > 1 ? ` (attempt ${attempt})` : '');
const reasonSuffix = (reason: string | null): string => (reason ? `: ${reason}` : '');
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
