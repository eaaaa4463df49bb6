import type { HostProblem } from '@milepost/contract/errors/host-problem';
import { sql } from 'kysely';
import type { NotNull } from 'kysely';
import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { json, msFromNow, NOW } from '../kysely/expressions';
import { notify } from '../notifications/notify';

/** A server that became unreachable is checked again after so long, whatever was scheduled. */
const RECHECK_MS = 15_000;

interface Failure {
  serverId: string;
  reason: HostProblem;
  /** When something last came from the server. */
  since: Date;
}

/**
 * Marks a ready server as unreachable. The outage keeps its beginning when it is reported again; a new reason replaces the old one.
 * Returns whether anything changed.
 */
export async function markUnreachable(db: Database, { serverId, reason, since }: Failure): Promise<boolean> {
  const marked = await db.kysely
    .with('marked', (statements) =>
      statements
        .updateTable('servers')
        .set((eb) => ({
          unreachableSince: eb.fn.coalesce('unreachableSince', eb.val(since)),
          unreachableReason: json(reason),
        }))
        .where('id', '=', serverId)
        .where('status', '=', 'ready')
        .where(sql<boolean>`unreachable_reason is distinct from ${json(reason)}`)
        .returning('id'),
    )
    .with('sooner', (statements) =>
      statements
        .updateTable('serverChecks')
        .set((eb) => ({ dueAt: eb.fn<Date>('least', ['dueAt', msFromNow(RECHECK_MS)]) }))
        .where('serverId', 'in', (eb) => eb.selectFrom('marked').select('id')),
    )
    .selectFrom('marked')
    .select('id')
    .executeTakeFirst();
  return marked !== undefined;
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
  const seen = await db.kysely
    .updateTable('servers')
    .set({ lastSeenAt: NOW })
    .where('id', '=', serverId)
    .returning('unreachableSince')
    .executeTakeFirst();
  if (!seen?.unreachableSince) return { recovered: false, notified: false };
  return transaction(db, async (tx) => {
    const ended = await endOutage(tx, serverId);
    if (!ended) return { recovered: false, notified: false };
    if (ended.notified) await notifyReachable(tx, serverId, ended);
    return { recovered: true, notified: ended.notified };
  });
}

/** The outage as it was; undefined where there is none any more. */
async function endOutage(tx: Transaction, serverId: string): Promise<Ended | undefined> {
  const outage = await tx.kysely
    .selectFrom('servers')
    .select(['name', 'unreachableSince as since', 'outageNotified as notified'])
    .select(sql<number>`(extract(epoch from ${NOW} - unreachable_since) * 1000)::float8`.as('ms'))
    .where('id', '=', serverId)
    .where('unreachableSince', 'is not', null)
    .$narrowType<{ since: NotNull }>()
    .forUpdate()
    .executeTakeFirst();
  if (!outage) return undefined;
  await tx.kysely
    .updateTable('servers')
    .set({ unreachableSince: null, unreachableReason: null, outageNotified: false })
    .where('id', '=', serverId)
    .execute();
  return outage;
}

function notifyReachable(tx: Transaction, serverId: string, ended: Ended): Promise<boolean> {
  const { name, since, ms } = ended;
  return notify(tx, {
    ...({ kind: 'server_reachable', audience: 'everyone', serverId } as const),
    key: `reachable/${serverId}/${since.toISOString()}`,
    content: { code: 'server_reachable', server: name, ms },
  });
}
