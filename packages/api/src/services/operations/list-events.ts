import type { Transaction } from '@milepost/db/client';
import { readEvents } from '@milepost/db/operations/events/read-events';
import type { EventView } from '../../views/views';
import { eventView } from './views/event-view';

/** The events after number `after`, in order and without a gap: 500 at most. */
export async function listEvents(
  db: Transaction,
  after: { operationId: string; after: number },
): Promise<EventView[]> {
  return (await readEvents(db, after)).map(eventView);
}
