import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
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
  const { operationId, type, data } = event;
  const [appended] = await tx.$queryRaw<{ n: number }[]>`
    with ${numberedEvent(event)} select n from appended`;
  if (appended) await tellPeople(tx, { operationId, n: appended.n, event: { type, data } as EventFact });
}

/** What happens at each milestone, and of which nobody is told: these are appended by the statement that makes them true. */
type Frequent = 'milestone_started' | 'milestone_done' | 'milestone_undone';

interface Change<T extends EventType, Late extends keyof EventData[T]> extends Omit<NewEvent<T>, 'data'> {
  data: Omit<EventData[T], Late>;
  /** The rest of the data, which only the statement knows. */
  late?: Record<Late, Prisma.Sql>;
  /** Assignments to the operation's row. A statement changes a row once, so they cannot stand beside it. */
  set: Prisma.Sql;
  /** Nothing of it where this does not hold. */
  when?: Prisma.Sql;
}

/** Common table expressions, `numbered` and `appended`, for a statement that changes an operation and appends what has changed. */
export function changeAndEvent<T extends Frequent, Late extends keyof EventData[T] & string = never>(
  change: Change<T, Late>,
): Prisma.Sql {
  return numberedEvent(change);
}

function numberedEvent({
  operationId,
  key,
  type,
  data,
  late = {},
  set,
  when = Prisma.sql`true`,
}: {
  operationId: string;
  key: string;
  type: EventType;
  data: object;
  late?: Record<string, Prisma.Sql>;
  set?: Prisma.Sql;
  when?: Prisma.Sql;
}): Prisma.Sql {
  const rest = Object.entries(late).map(
    ([name, value]) => Prisma.sql` || jsonb_build_object(${name}::text, ${value})`,
  );
  return Prisma.sql`
    numbered as (
      update operations set last_event = last_event + 1 ${set ? Prisma.sql`, ${set}` : Prisma.empty}
      where id = ${operationId} and ${when}
        and not exists (select 1 from events where operation_id = ${operationId} and key = ${key})
      returning last_event),
    appended as (
      insert into events (operation_id, n, key, type, data)
      select ${operationId}, last_event, ${key}, ${type}, ${JSON.stringify(data)}::jsonb ${rest.length > 0 ? Prisma.join(rest, '') : Prisma.empty} from numbered
      returning n)`;
}
