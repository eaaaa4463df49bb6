import type { Transaction } from '../client';
import type { EventData, EventType } from './event-types';

interface NewEvent<T extends EventType> {
  operationId: string;
  /** Names the fact: a second telling of it is a no-op. */
  key: string;
  type: T;
  data: EventData[T];
}

/** Appends one event with the operation's next number. The caller has locked the operation. */
export async function appendEvent<T extends EventType>(tx: Transaction, event: NewEvent<T>): Promise<void> {
  const { operationId, key, type, data } = event;
  await tx.$executeRaw`
    with numbered as (
      update operations set last_event = last_event + 1
      where id = ${operationId}
        and not exists (select 1 from events where operation_id = ${operationId} and key = ${key})
      returning last_event)
    insert into events (operation_id, n, key, type, data)
    select ${operationId}, last_event, ${key}, ${type}, ${JSON.stringify(data)}::jsonb from numbered`;
}
