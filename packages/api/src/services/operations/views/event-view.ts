import type { OperationEvent } from '@milepost/db/operations/events/event-types';
import type { EventView } from '../../../views/views';
import { eventAuthor, eventSentence } from './event-sentence';

/** An event as the page shows it. */
export function eventView(event: OperationEvent): EventView {
  return {
    n: event.n,
    type: event.type,
    // A newer worker may have written what this code does not know: its name is better than nothing.
    sentence: eventSentence(event) || String(event.type),
    by: eventAuthor(event),
    at: event.at.toISOString(),
  };
}
