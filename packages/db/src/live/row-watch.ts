import { ENDED } from '../operations/ended';
import type pg from 'pg';
import { noChanges } from './channel';
import type { NotificationAudience } from '../generated/client';
import type { Changes } from './channel';
import { ABANDONED, CREW, UNATTENDED } from '../workers/silence';
import type { SubscriptionFilter } from './subscription';

interface Version {
  kind: 'operation' | 'server' | 'notification' | 'workers';
  /** Of a notification: its audience. */
  id: string;
  version: string;
}

/**
 * The version of each row of interest: xmin changes with every update. An operation's has its queue's with it, for its place
 * in the line, whether its start has stayed undelivered, and whether anybody works on it.
 */
const VERSIONS = `
  select 'operation' as kind, o.id, concat_ws('.', o.xmin, l.xmin, exists (
      select 1 from outbox b where o.status = 'queued' and b.operation_id = o.id and b.sent_at is null
        and b.kind = 'start' and b.created_at < clock_timestamp() - interval '3 s'),
      coalesce(${ABANDONED}, false), ${UNATTENDED}) as version
  from operations o left join server_queues l on l.id = o.server_id left join workers w on w.id = o.worker_id cross join ${CREW}
  where o.id = any($1) or ($2 and (o.status not in ${ENDED.sql}
    or o.ended_at > clock_timestamp() - interval '5 s'))
  union all
  select 'server', s.id, concat_ws('.', s.xmin, l.xmin) from servers s left join server_queues l on l.id = s.id where $2
  union all
  select 'notification', n.audience::text, string_agg(n.id, '.' order by n.id) from notifications n
  where $2 and n.operation_id is null and n.at > clock_timestamp() - interval '5 s' group by n.audience
  union all
  select 'workers', '', count(*)::text from workers where $2 and stopped_at is null and lost_at is null`;

/** Remembers the versions of rows between looks. */
export function createRowWatch() {
  let known = new Map<string, string>();
  let knewServers = false;

  return {
    /** What changed since the last look. An operation that was not looked at before counts as changed; a server does not. */
    async changed(client: pg.Client, filters: SubscriptionFilter[]): Promise<Changes> {
      const ids = new Set(filters.flatMap(({ operationIds }) => [...operationIds]));
      const overview = filters.some((filter) => filter.overview);
      const { rows } = await client.query<Version>(VERSIONS, [[...ids], overview]);
      const changes = noChanges();
      for (const { kind, id, version } of rows) {
        const before = known.get(`${kind} ${id}`);
        if (before === version) continue;
        if (kind === 'workers') changes.workers = before !== undefined;
        else if (kind === 'operation') changes.operationIds.add(id);
        else if (kind === 'notification') changes.audiences.add(id as NotificationAudience);
        else if (knewServers) changes.serverIds.add(id);
      }
      known = new Map(rows.map(({ kind, id, version }) => [`${kind} ${id}`, version]));
      knewServers = overview;
      return changes;
    },
  };
}
