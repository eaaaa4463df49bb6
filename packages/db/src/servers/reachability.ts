import { transaction } from '../client';
import type { Database } from '../client';
import { notify } from '../notifications/notify';

/** A server that became unreachable is checked again after so long, whatever was scheduled. */
const RECHECK_MS = 15_000;

interface Failure {
  serverId: string;
  /** One sentence for people. */
  reason: string;
  /** When something last came from the server. */
  since: Date;
}

/**
 * Marks a ready server as unreachable. The outage keeps its beginning when it is reported again; a new reason replaces the old one.
 * Returns whether anything changed.
 */
export async function markUnreachable(db: Database, { serverId, reason, since }: Failure): Promise<boolean> {
  const marked = await db.$queryRaw<unknown[]>`
    with marked as (
      update servers set unreachable_since = coalesce(unreachable_since, ${since}), unreachable_reason = ${reason}
      where id = ${serverId} and status = 'ready' and unreachable_reason is distinct from ${reason}
      returning id),
    sooner as (
      update server_checks set due_at = least(due_at, clock_timestamp() + ${RECHECK_MS} * interval '1 ms')
      where server_id in (select id from marked))
    select id from marked`;
  return marked.length > 0;
}

interface Ended {
  name: string;
  since: Date;
  notified: boolean;
  ms: number;
}

export interface Contact {
  /** It was unreachable before. */
  recovered: boolean;
  /** People were notified that it is reachable again. */
  notified: boolean;
}

/**
 * Records that a server was reached. Ends its outage, and notifies people of that where they were notified of the outage; one
 * that is reachable anyway costs one statement.
 */
export async function recordContact(db: Database, serverId: string): Promise<Contact> {
  const [seen] = await db.$queryRaw<{ unreachable: boolean }[]>`
    update servers set last_seen_at = clock_timestamp() where id = ${serverId}
    returning unreachable_since is not null as unreachable`;
  if (seen?.unreachable !== true) return { recovered: false, notified: false };
  return transaction(db, async (tx) => {
    const [ended] = await tx.$queryRaw<Ended[]>`
      with outage as (
        select id, name, unreachable_since, outage_notified from servers
        where id = ${serverId} and unreachable_since is not null for update)
      update servers s set unreachable_since = null, unreachable_reason = null, outage_notified = false
      from outage o where s.id = o.id
      returning o.name, o.unreachable_since as since, o.outage_notified as notified,
        (extract(epoch from clock_timestamp() - o.unreachable_since) * 1000)::float8 as ms`;
    if (!ended) return { recovered: false, notified: false };
    if (ended.notified) await notifyReachable(tx, serverId, ended);
    return { recovered: true, notified: ended.notified };
  });
}

function notifyReachable(tx: Parameters<typeof notify>[0], serverId: string, ended: Ended): Promise<boolean> {
  const { name, since, ms } = ended;
  return notify(tx, {
    ...({ kind: 'server_reachable', audience: 'everyone', serverId } as const),
    key: `reachable/${serverId}/${since.toISOString()}`,
    title: `${name} is reachable again`,
    sentence: `It was unreachable for ${formatOutage(ms)}.`,
  });
}

/** "40 s", "4 min", "2 h 5 min". */
export function formatOutage(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const remainder = minutes % 60;
  return remainder === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${remainder} min`;
}
