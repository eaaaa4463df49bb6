import type { NotificationKind } from '../generated/client';
import type { EventFact } from '../operations/events/event-types';

export interface NotificationContent {
  kind: NotificationKind;
  sentence: string;
}

/** The notification for an event; null where people are not notified. Pure. */
export function notificationFor(event: EventFact): NotificationContent | null {
  switch (event.type) {
    case 'decision_needed':
      return { kind: 'needs_decision', sentence: event.data.sentence };
    case 'interrupted':
      return {
        kind: 'interrupted',
        sentence: 'The Temporal workflow was terminated. The operation is on hold until someone resumes it.',
      };
    case 'closed':
      return { kind: event.data.outcome, sentence: event.data.conclusion };
    default:
      return null;
  }
}
