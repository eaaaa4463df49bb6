import type { OperationEvent } from '@milepost/contract/operation-events';
import type { EventView } from '../../../views/views';
import { eventAuthor, eventMessage } from '@milepost/contract/messages/events';

/** An event as the page shows it. */
export function eventView(event: OperationEvent): EventView {
  return {
    n: event.n,
    type: event.type,
    // A newer worker may have written what this code does not know: its name is better than nothing.
    sentence: eventMessage(event) || String(event.type),
    by: eventAuthor(event),
    at: event.at.toISOString(),
  };
}
