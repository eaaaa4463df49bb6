import type { ServerFacts } from '@milepost/contract/facts';
import { literalLimit } from '../literal-limit';
import type { Transaction } from '../client';
import { json, NOW } from '../kysely/expressions';

export interface DueCheck {
  serverId: string;
  name: string;
  /** As it was when the server joined; null where that is not known. */
  machineId: string | null;
  /** It was unreachable before: a failure need not be confirmed. */
  unreachable: boolean;
  /** Its facts are to be read again: somebody asked, an operation has ended, or they are older than an hour. */
  factsDue: boolean;
}

/** An unreachable server is checked four times as often, so that its return is noticed soon. */
const UNREACHABLE_SHARE = 0.25;

/** Older facts are read again. */
const FACTS_MAX_AGE_MS = 60 * 60_000;

interface Claim {
  limit: number;
  /** The longest time between two checks of a server. */
  everyMs: number;
}

/**
 * Claims ready servers whose check is due and schedules their next one, 80 to 100 % of `everyMs` from now, so that checks spread out.
 * Any number of workers share the work.
 */
export async function claimChecks(db: Transaction, { limit, everyMs }: Claim): Promise<DueCheck[]> {
  return db.$queryRaw<DueCheck[]>`
    with claimed as (
      update server_checks due set due_at = clock_timestamp() + ${everyMs} * (0.8 + 0.2 * random()) * interval '1 ms'
        * case when (select unreachable_since from servers where id = due.server_id) is null then 1 else ${UNREACHABLE_SHARE}::float8 end
      where server_id in (
        select c.server_id from server_checks c join servers s on s.id = c.server_id
        where c.due_at <= clock_timestamp() and s.status = 'ready'
        order by c.due_at ${literalLimit(limit)} for update of c skip locked)
      returning server_id, facts_due),
    added as (
      insert into server_checks (server_id, due_at)
      select id, clock_timestamp() + ${everyMs} * random() * interval '1 ms' from servers s where status = 'ready' and not exists (select 1 from server_checks where server_id = s.id)
      on conflict do nothing)
    select s.id as "serverId", s.name, s.machine_id as "machineId", s.unreachable_since is not null as unreachable,
      c.facts_due or coalesce(s.facts_at < clock_timestamp() - ${FACTS_MAX_AGE_MS} * interval '1 ms', true) as "factsDue"
    from claimed c join servers s on s.id = c.server_id`;
}

/** Records the end of a check. */
export async function recordCheck(
  db: Transaction,
  { serverId, replied }: { serverId: string; replied: boolean },
): Promise<void> {
  await db.kysely
    .updateTable('serverChecks')
    .set({ checkedAt: NOW, ...(replied && { repliedAt: NOW }) })
    .where('serverId', '=', serverId)
    .execute();
}

/** Stores what a check has read of a server, and when. */
export async function recordFacts(
  db: Transaction,
  { serverId, facts }: { serverId: string; facts: ServerFacts },
): Promise<void> {
  await db.kysely
    .updateTable('servers')
    .set({ facts: json(facts), factsAt: NOW })
    .where('id', '=', serverId)
    .execute();
  await db.kysely
    .updateTable('serverChecks')
    .set({ factsDue: false })
    .where('serverId', '=', serverId)
    .execute();
}

/** Has the next check of a server read its facts again: an operation may have changed them. */
export async function requestFacts(db: Transaction, serverId: string): Promise<void> {
  await db.kysely
    .updateTable('serverChecks')
    .set({ factsDue: true })
    .where('serverId', '=', serverId)
    .execute();
}

/** Has a worker check a server at once, and read its facts. */
export async function requestCheck(db: Transaction, serverId: string): Promise<void> {
  await db.kysely
    .insertInto('serverChecks')
    .values({ serverId, factsDue: true })
    .onConflict((conflict) => conflict.column('serverId').doUpdateSet({ dueAt: NOW, factsDue: true }))
    .execute();
}
