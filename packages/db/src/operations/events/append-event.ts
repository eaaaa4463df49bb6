import type { Transaction } from '../../client';
import { Prisma } from '../../generated/client';
import { notificationCtes } from '../../notifications/notification-ctes';
import type { EventData, EventFact, EventType } from '@milepost/contract/operation-events';

interface NewEvent<T extends EventType> {
  operationId: string;
  /** Names the fact: appending it a second time is a no-op. */
  key: string;
  type: T;
  data: EventData[T];
}

/** Other writes in the statement of an event, to save a round trip. They happen even where the event exists already. */
interface ExtraWrites {
  /** Assignments to the operation's row. A statement changes a row once, so they cannot be in `also`. */
  set?: Prisma.Sql;
  /** Common table expressions that change other rows. */
  extraCtes?: readonly Prisma.Sql[];
}

/**
 * Appends one event with the operation's next number, and notifies people where the event asks for it. The caller has
 * locked the operation.
 */
export async function appendEvent<T extends EventType>(
  tx: Transaction,
  { set, extraCtes = [], ...event }: NewEvent<T> & ExtraWrites,
): Promise<void> {
  const { operationId, type, data } = event;
  const numbered = eventCtes({ ...event, set, setEvenIfDuplicate: set !== undefined });
  const notifications = notificationCtes(operationId, { type, data } as EventFact);
  await tx.$executeRaw`with ${Prisma.join([numbered, ...notifications, ...extraCtes])} select 1`;
}

/** Events of each milestone, without a notification: they are appended by the statement that makes the change. */
type MilestoneEventType = 'milestone_started' | 'milestone_done' | 'milestone_rolled_back';

interface MilestoneChange<T extends EventType, Late extends keyof EventData[T]> extends Omit<
  NewEvent<T>,
  'data'
> {
  data: Omit<EventData[T], Late>;
  /** The rest of the data, which only the statement knows. */
  computedData?: Record<Late, Prisma.Sql>;
  /** Assignments to the operation's row; not made where the event exists already. A statement changes a row only once. */
  set: Prisma.Sql;
}

/** Common table expressions, `numbered` and `appended`, for a statement that changes an operation and appends what has changed. */
export function updateWithEventCtes<
  T extends MilestoneEventType,
  Late extends keyof EventData[T] & string = never,
>(change: MilestoneChange<T, Late>): Prisma.Sql {
  return eventCtes(change);
}

function eventCtes({
  operationId,
  key,
  type,
  data,
  computedData = {},
  set,
  setEvenIfDuplicate = false,
}: {
  operationId: string;
  key: string;
  type: EventType;
  data: object;
  computedData?: Record<string, Prisma.Sql>;
  set?: Prisma.Sql;
  /** `set` is written even where the event exists already. */
  setEvenIfDuplicate?: boolean;
}): Prisma.Sql {
  const computed = Object.entries(computedData).map(
    ([name, value]) => Prisma.sql` || jsonb_build_object(${name}::text, ${value})`,
  );
  return Prisma.sql`
    numbered as (
      update operations set last_event = last_event + is_new::int ${set ? Prisma.sql`, ${set}` : Prisma.empty}
      from (select not exists (select 1 from events where operation_id = ${operationId} and key = ${key}) as is_new) existing
      where id = ${operationId} and ${setEvenIfDuplicate ? Prisma.sql`true` : Prisma.sql`is_new`}
      returning last_event, last_output, is_new),
    appended as (
      insert into events (operation_id, n, key, type, data)
      select ${operationId}, last_event, ${key}, ${type}, ${JSON.stringify(data)}::jsonb ${computed.length > 0 ? Prisma.join(computed, '') : Prisma.empty} from numbered
      where is_new returning n)`;
}
