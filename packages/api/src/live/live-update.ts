import type { Transaction } from '@milepost/db/client';
import type { Batch, FollowedOperation } from '@milepost/db/live/follow-reader';
import { eventView } from '../services/operations/views/event-view';
import { withWholeCharacters } from '../services/operations/list-output';
import type { ReadDetail } from '../services/operations/views/operation-detail';
import { operationSummary } from '../services/operations/views/summary';
import type { LiveUpdate, Role } from '../views/views';

export interface Recipient {
  readDetail: ReadDetail;
  role: Role;
}

/** Changes of operations and servers, as they are sent to a client. */
export async function liveUpdate(
  db: Transaction,
  {
    operations,
    serverIds,
    audiences,
    workers,
  }: Pick<Batch, 'operations' | 'serverIds' | 'audiences' | 'workers'>,
  { readDetail, role }: Recipient,
): Promise<LiveUpdate> {
  const updates = operations.map((operation) => liveOperation(db, operation, readDetail));
  return {
    operations: await Promise.all(updates),
    servers: serverIds,
    notifications: isFor(role, audiences),
    workers,
  };
}

function isFor(role: Role, audiences: Batch['audiences']): boolean {
  return audiences.includes('everyone') || (role === 'owner' && audiences.includes('owners'));
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
