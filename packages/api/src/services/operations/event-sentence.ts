import type { EventData, OperationEvent } from '@milepost/db/operations/event-types';
import { duration } from '../words/duration';

/** An event as a line of the history. The one place where events become words. */
export function eventSentence(event: OperationEvent): string {
  switch (event.type) {
    case 'submitted':
      return `${event.data.title} was asked for`;
    case 'opened':
      return 'The workflow engine took it up';
    case 'prepared':
      return 'The server is as the plan expects it';
    case 'refused':
      return event.data.sentence;
    case 'milestone_started':
      if (event.data.undo) return `${event.data.label} is being rolled back`;
      return `${event.data.label} began${again(event.data.attempt)}`;
    case 'milestone_done':
      return event.data.applied === 0
        ? `${event.data.label}: everything was already true`
        : `${event.data.label} done in ${duration(event.data.ms)}`;
    case 'milestone_undone':
      return `${event.data.label} rolled back in ${duration(event.data.ms)}`;
    case 'milestone_paused':
      return `${event.data.label} stopped before its state ${event.data.state}`;
    case 'milestone_failed':
      return `${event.data.label} failed: ${event.data.sentence}`;
    case 'milestone_transient':
      return `${event.data.label}: ${event.data.reason}; try ${event.data.retry} of ${event.data.of} follows in ${duration(event.data.ms)}`;
    case 'milestone_lost':
      return `${event.data.label} ended on the server without saying how; ${
        event.data.guarded
          ? 'what it was doing may have worked, so it is not done again by itself'
          : 'what it was doing may safely be done again'
      }`;
    case 'link_lost':
      return `The connection was lost: ${event.data.reason}`;
    case 'link_back':
      return `The connection is back after ${duration(event.data.ms)}`;
    case 'output_capped':
      return `The output is long: of it, the first and last parts are kept, ${mebibytes(event.data.keptBytes)} in all`;
    case 'cancel_asked':
      return `Cancelling was asked for${because(event.data.reason)}`;
    case 'pause_asked':
      return event.data.resumeAt === null
        ? 'A pause was asked for'
        : `A pause was asked for, until ${event.data.resumeAt}`;
    case 'paused':
      return 'Paused: nothing of it runs on the server';
    case 'resumed':
      return 'Resumed';
    case 'decision_needed':
      // The event before says what failed and why.
      return event.data.milestone === null
        ? `A decision is needed: ${event.data.sentence}`
        : 'A decision is needed';
    case 'interrupted':
      return 'Its workflow was terminated in Temporal';
    case 'gone_on':
      return 'It goes on in a new workflow run';
    case 'proven':
      return event.data.sentence;
    case 'stop_waiting_asked':
      return 'Waiting for the server was given up';
    case 'decided':
      return `${decision(event.data)}${because(event.data.reason)}`;
    case 'record_deleted':
      return `The installation’s record was deleted; nothing on the server was touched${because(event.data.reason)}`;
    case 'closed':
      return event.data.conclusion;
  }
}

/** Who did it, where a person did. */
export function eventAuthor(event: OperationEvent): string | null {
  switch (event.type) {
    case 'submitted':
    case 'cancel_asked':
    case 'decided':
    case 'pause_asked':
    case 'paused':
    case 'resumed':
    case 'gone_on':
    case 'proven':
    case 'stop_waiting_asked':
    case 'record_deleted':
      return event.data.by;
    case 'opened':
    case 'prepared':
    case 'refused':
    case 'milestone_started':
    case 'milestone_done':
    case 'milestone_undone':
    case 'milestone_paused':
    case 'decision_needed':
    case 'interrupted':
    case 'milestone_failed':
    case 'milestone_transient':
    case 'milestone_lost':
    case 'link_lost':
    case 'link_back':
    case 'output_capped':
    case 'closed':
      return null;
  }
}

const decision = ({ action, removeData }: EventData['decided']): string =>
  `${DECISIONS[action] ?? action}${removeData ? ', and its data is removed' : ''}`;

const DECISIONS: Record<string, string> = {
  retry: 'It is tried again from the milestone that failed',
  retry_from: 'It is tried again from an earlier milestone',
  skip: 'The milestone that failed is skipped',
  roll_back: 'It is rolled back',
  give_up: 'It is given up',
};

const again = (attempt: number): string => (attempt > 1 ? `, attempt ${attempt}` : '');
const because = (reason: string | null): string => (reason ? `: ${reason}` : '');
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
