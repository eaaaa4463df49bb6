import type { Database } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import type { OperationStatus, Overview } from '../../views';
import { notReady } from '../servers/not-ready';

type Attention = Overview['attention'][number];

const SHOWN = 20;

/** What a person should look at, the latest first: what failed and was not repeated since, what waits, servers with a problem. */
export async function readAttention(db: Database): Promise<Attention[]> {
  const [operations, servers] = await Promise.all([readOperationTrouble(db), readServerTrouble(db)]);
  return [...operations, ...servers].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN);
}

/**
 * An operation is the last word on its package and server, or it is history. What was paused until a time goes on by
 * itself; what waits for its turn does, too, unless the lane is blocked.
 */
async function readOperationTrouble(db: Database): Promise<Attention[]> {
  const rows = await db.$queryRaw<OperationTrouble[]>`
    select o.id, o.title, o.status, o.interrupted, o.conclusion, o.pause_asked_by as "pausedBy", s.name as server,
      case when o.status = 'queued' then l.blocked end as blocked,
      coalesce(o.ended_at, (select at from events where operation_id = o.id and n = o.last_event), o.requested_at) as at
    from (
      select distinct on (server_id, package_id) id, server_id, title, status, interrupted, conclusion, pause_asked_by,
        resume_at, last_event, requested_at, ended_at, installation_id
      from operations order by server_id, package_id, requested_at desc, id desc) o
      join servers s on s.id = o.server_id left join lanes l on l.id = o.server_id
    where (o.status in ('failed', 'deciding') or o.interrupted is not null
      or (o.status = 'paused' and o.resume_at is null) or (o.status = 'queued' and l.blocked is not null))
      -- A record that a person deleted is history.
      and not exists (select 1 from events e join installations i on i.id = o.installation_id
        where e.operation_id = o.id and e.type = 'record_deleted' and i.uninstalled_at is not null)
    order by at desc limit ${SHOWN}`;
  return rows.map((row) => ({ kind: 'operation', id: row.id, ...words(row), at: row.at.toISOString() }));
}

interface OperationTrouble {
  id: string;
  title: string;
  server: string;
  status: OperationStatus;
  interrupted: string | null;
  conclusion: string | null;
  pausedBy: string | null;
  blocked: string | null;
  at: Date;
}

function words(row: OperationTrouble): Pick<Attention, 'title' | 'sentence'> {
  const { title, server, status, interrupted, conclusion, pausedBy, blocked } = row;
  const stands = conclusion ?? 'It stands still until somebody decides.';
  if (interrupted !== null) return { title: `${title} was interrupted`, sentence: stands };
  if (status === 'failed') return { title: `${title} failed`, sentence: stands };
  if (status === 'paused') {
    const by = pausedBy === null ? '' : ` by ${pausedBy}`;
    return { title: `${title} is paused`, sentence: `Paused${by}: it goes on when somebody resumes it.` };
  }
  if (status === 'queued')
    return { title: `${title} waits: ${server} is blocked`, sentence: blocked ?? stands };
  return { title: `${title} waits for a decision`, sentence: stands };
}

async function readServerTrouble(db: Database): Promise<Attention[]> {
  const rows = await db.server.findMany({
    where: {
      OR: [
        { status: { notIn: ['ready', 'joining'] } },
        { problem: { not: null } },
        { lane: { blocked: { not: null } } },
      ],
    },
    include: { lane: { select: { blocked: true } } },
    take: SHOWN,
  });
  return rows.map((server) => ({
    kind: 'server',
    id: server.id,
    title: serverTitle(server, server.lane?.blocked ?? null),
    sentence: notReady(server) ?? server.problem ?? server.lane?.blocked ?? '',
    at: (server.lastSeenAt ?? server.createdAt).toISOString(),
  }));
}

function serverTitle({ name, status }: Pick<Server, 'name' | 'status'>, blocked: string | null): string {
  switch (status) {
    case 'awaiting_confirmation':
      return `${name} waits to be confirmed`;
    case 'join_failed':
      return `${name} could not join`;
    case 'host_key_changed':
      return `The host key of ${name} has changed`;
    case 'joining':
    case 'ready':
      return blocked === null ? `${name} wants a look` : `The lane of ${name} is blocked`;
  }
}
