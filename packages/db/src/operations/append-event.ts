import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { peopleTold } from '../notifications/people-told';
import type { EventData, EventFact, EventType } from './event-types';

interface NewEvent<T extends EventType> {
  operationId: string;
  /** Names the fact: a second telling of it is a no-op. */
  key: string;
  type: T;
  data: EventData[T];
}

/** What becomes true with an event and is written by its statement, for each statement has its price. Also where it was told before. */
interface Beside {
  /** Assignments to the operation's row. A statement changes a row once, so they cannot stand in `also`. */
  set?: Prisma.Sql;
  /** Common table expressions that change other rows. */
  also?: readonly Prisma.Sql[];
}

/**
 * Appends one event with the operation's next number, and tells people where it is something to look up for. The caller has
 * locked the operation.
 */
export async function appendEvent<T extends EventType>(
  tx: Transaction,
  { set, also = [], ...event }: NewEvent<T> & Beside,
): Promise<void> {
  const { operationId, type, data } = event;
  const numbered = numberedEvent({ ...event, set, repeats: set !== undefined });
  const people = peopleTold(operationId, { type, data } as EventFact);
  await tx.$executeRaw`with ${Prisma.join([numbered, ...people, ...also])} select 1`;
}

/** What happens at each milestone, and of which nobody is told: these are appended by the statement that makes them true. */
type Frequent = 'milestone_started' | 'milestone_done' | 'milestone_undone';

interface Change<T extends EventType, Late extends keyof EventData[T]> extends Omit<NewEvent<T>, 'data'> {
  data: Omit<EventData[T], Late>;
  /** The rest of the data, which only the statement knows. */
  late?: Record<Late, Prisma.Sql>;
  /** Assignments to the operation's row; not made where it was told before. A statement changes a row once, so they cannot stand beside it. */
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
  repeats = false,
}: {
  operationId: string;
  key: string;
  type: EventType;
  data: object;
  late?: Record<string, Prisma.Sql>;
  set?: Prisma.Sql;
  when?: Prisma.Sql;
  /** `set` is written also where the event was told before. */
  repeats?: boolean;
}): Prisma.Sql {
  const rest = Object.entries(late).map(
    ([name, value]) => Prisma.sql` || jsonb_build_object(${name}::text, ${value})`,
  );
  return Prisma.sql`
    numbered as (
      update operations set last_event = last_event + is_new::int ${set ? Prisma.sql`, ${set}` : Prisma.empty}
      from (select not exists (select 1 from events where operation_id = ${operationId} and key = ${key}) as is_new) telling
      where id = ${operationId} and ${when} and ${repeats ? Prisma.sql`true` : Prisma.sql`is_new`}
      returning last_event, fence, is_new),
    appended as (
      insert into events (operation_id, n, key, type, data)
      select ${operationId}, last_event, ${key}, ${type}, ${JSON.stringify(data)}::jsonb ${rest.length > 0 ? Prisma.join(rest, '') : Prisma.empty} from numbered
      where is_new returning n)`;
}
