import type { Transaction } from '../client';
import { tellPeople } from '../notifications/tell-people';
import type { EventData, EventFact, EventType } from './event-types';

interface NewEvent<T extends EventType> {
  operationId: string;
  /** Names the fact: a second telling of it is a no-op. */
  key: string;
  type: T;
  data: EventData[T];
}

/**
 * Appends one event with the operation's next number, and tells people where it is something to look up for. The caller has
 * locked the operation.
 */
export async function appendEvent<T extends EventType>(tx: Transaction, event: NewEvent<T>): Promise<void> {
  const { operationId, key, type, data } = event;
  const [appended] = await tx.$queryRaw<{ n: number }[]>`
    with numbered as (
      update operations set last_event = last_event + 1
      where id = ${operationId}
        and not exists (select 1 from events where operation_id = ${operationId} and key = ${key})
      returning last_event)
    insert into events (operation_id, n, key, type, data)
    select ${operationId}, last_event, ${key}, ${type}, ${JSON.stringify(data)}::jsonb from numbered
    returning n`;
  if (appended) await tellPeople(tx, { operationId, n: appended.n, event: { type, data } as EventFact });
}
