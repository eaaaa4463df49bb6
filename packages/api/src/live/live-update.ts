import type { Transaction } from '@milepost/db/client';
import type { Batch, FollowedOperation } from '@milepost/db/live/follow-reader';
import { eventView } from '../services/operations/event-view';
import { withWholeCharacters } from '../services/operations/list-output';
import type { ReadDetail } from '../services/operations/operation-detail';
import { operationSummary } from '../services/operations/summary';
import type { LiveUpdate } from '../views';

/** What came of some operations and servers, as a client is told it. */
export async function liveUpdate(
  db: Transaction,
  { operations, serverIds }: Pick<Batch, 'operations' | 'serverIds'>,
  readDetail: ReadDetail,
): Promise<LiveUpdate> {
  const told = operations.map((operation) => liveOperation(db, operation, readDetail));
  return { operations: await Promise.all(told), servers: serverIds };
}

async function liveOperation(
  db: Transaction,
  { view, events, outputs, position }: FollowedOperation,
  readDetail: ReadDetail,
): Promise<LiveUpdate['operations'][number]> {
  if (!position)
    return { summary: operationSummary(view), detail: null, events: [], output: [], position: null };
  const [detail, output] = await Promise.all([readDetail(view), withWholeCharacters(db, outputs)]);
  return { summary: operationSummary(view), detail, events: events.map(eventView), output, position };
}
