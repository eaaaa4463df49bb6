import type { NotificationKind } from '../generated/client';
import type { EventFact } from '../operations/event-types';

export interface Told {
  kind: NotificationKind;
  sentence: string;
}

/** What people are told of an event; null where it is nothing to look up for. Pure. */
export function toldOf(event: EventFact): Told | null {
  switch (event.type) {
    case 'decision_needed':
      return { kind: 'needs_decision', sentence: event.data.sentence };
    case 'interrupted':
      return {
        kind: 'interrupted',
        sentence: 'Its workflow was terminated; it stands still until it is gone on with.',
      };
    case 'closed':
      return { kind: event.data.outcome, sentence: event.data.conclusion };
    default:
      return null;
  }
}
