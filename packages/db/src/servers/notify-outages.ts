import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import type { NotNull } from 'kysely';
import { transaction } from '../client';
import type { Database } from '../client';
import { msAgo } from '../kysely/expressions';
import { notify } from '../notifications/notify';

interface Options {
  /** An outage that is shorter is not notified. */
  afterMs: number;
  /** Outages within so long after the last notification wait, and are notified together. */
  groupMs: number;
}

interface Outage {
  id: string;
  name: string;
  reason: ServerProblem;
  since: Date;
}

/** Notifies people of servers that have become unreachable: once an outage, and several at once in one notification. Returns whether it did. */
export function notifyOutages(db: Database, { afterMs, groupMs }: Options): Promise<boolean> {
  return transaction(db, async (tx) => {
    const outages = await tx.kysely
      .updateTable('servers')
      .set({ outageNotified: true })
      .where('unreachableSince', '<=', msAgo(afterMs))
      .where('outageNotified', '=', false)
      .where('status', '=', 'ready')
      .where((eb) => {
        const recent = eb.selectFrom('notifications').where('kind', '=', 'server_unreachable');
        return eb.not(eb.exists(recent.where('at', '>', msAgo(groupMs)).select('id')));
      })
      .returning(['id', 'name', 'unreachableReason as reason', 'unreachableSince as since'])
      .$narrowType<{ reason: NotNull; since: NotNull }>()
      .execute();
    const [first] = outages;
    if (!first) return false;
    return notify(tx, {
      ...({ kind: 'server_unreachable', audience: 'everyone' } as const),
      key: `unreachable/${first.id}/${first.since.toISOString()}`,
      ...(outages.length === 1 ? aboutOne(first) : aboutSeveral(outages)),
    });
  });
}

function aboutOne({ id, name, reason }: Outage) {
  return { serverId: id, content: { code: 'server_unreachable', server: name, reason } as const };
}

function aboutSeveral(outages: Outage[]) {
  const servers = outages.map(({ name }) => name).sort();
  return { serverId: null, content: { code: 'servers_unreachable', servers } as const };
}
