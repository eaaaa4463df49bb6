import type { Conclusion } from '@milepost/contract/conclusion';
import type { NotificationContent } from '@milepost/contract/notification-content';
import type { NotificationKind } from '../generated/client';
import type { EventFact } from '@milepost/contract/operation-events';

export interface EventNotification {
  kind: NotificationKind;
  content: NotificationContent;
}

/** The notification for an event; null where people are not notified. Pure. */
export function notificationFor(event: EventFact): EventNotification | null {
  switch (event.type) {
    case 'decision_needed':
      return { kind: 'needs_decision', content: concluded(event.data.conclusion) };
    case 'interrupted':
      return { kind: 'interrupted', content: { code: 'interrupted' } };
    case 'closed':
      return { kind: event.data.outcome, content: concluded(event.data.conclusion) };
    default:
      return null;
  }
}

const concluded = (conclusion: Conclusion): NotificationContent => ({ code: 'concluded', conclusion });
