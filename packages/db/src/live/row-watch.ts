import type pg from 'pg';
import { noChanges } from './channel';
import type { Changes } from './channel';
import type { Interest } from './subscription';

interface Version {
  kind: 'operation' | 'server';
  id: string;
  version: string;
}

/**
 * The version of each row of interest: xmin changes with every update. An operation's has its lane's with it, for its place
 * in the line, and whether its start has stayed undelivered.
 */
const VERSIONS = `
  select 'operation' as kind, o.id, concat_ws('.', o.xmin, l.xmin, exists (
      select 1 from outbox b where o.status = 'queued' and b.operation_id = o.id and b.sent_at is null
        and b.kind = 'start' and b.created_at < clock_timestamp() - interval '3 s')) as version
  from operations o left join lanes l on l.id = o.server_id
  where o.id = any($1) or ($2 and (o.status not in ('completed', 'failed', 'cancelled')
    or o.ended_at > clock_timestamp() - interval '5 s'))
  union all
  select 'server', s.id, concat_ws('.', s.xmin, l.xmin) from servers s left join lanes l on l.id = s.id where $2`;

/** Remembers the versions of rows between looks. */
export function createRowWatch() {
  let known = new Map<string, string>();
  let knewServers = false;

  return {
    /** What changed since the last look. An operation that was not looked at before counts as changed; a server does not. */
    async changed(client: pg.Client, interests: Interest[]): Promise<Changes> {
      const ids = new Set(interests.flatMap(({ operationIds }) => [...operationIds]));
      const overview = interests.some((interest) => interest.overview);
      const { rows } = await client.query<Version>(VERSIONS, [[...ids], overview]);
      const changes = noChanges();
      for (const { kind, id, version } of rows) {
        const before = known.get(`${kind} ${id}`);
        if (before === version) continue;
        if (kind === 'operation') changes.operationIds.add(id);
        else if (knewServers) changes.serverIds.add(id);
      }
      known = new Map(rows.map(({ kind, id, version }) => [`${kind} ${id}`, version]));
      knewServers = overview;
      return changes;
    },
  };
}
