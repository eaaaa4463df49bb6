import type { Transaction } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import type { OperationStatus, Overview } from '../../views';
import { notReady } from '../servers/not-ready';

type Attention = Overview['attention'][number];

const SHOWN = 20;

/** What a person should look at, the latest first: what failed and was not repeated since, what waits, servers with a problem. */
export async function readAttention(db: Transaction): Promise<Attention[]> {
  const [operations, servers] = await Promise.all([readOperationTrouble(db), readServerTrouble(db)]);
  return [...operations, ...servers].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN);
}

/** An operation is the last word on its package and server, or it is history. */
async function readOperationTrouble(db: Transaction): Promise<Attention[]> {
  const rows = await db.$queryRaw<OperationTrouble[]>`
    select id, title, status, interrupted, conclusion, at from (
      select distinct on (server_id, package_id) id, title, status, interrupted, conclusion,
        coalesce(ended_at, requested_at) as at
      from operations order by server_id, package_id, requested_at desc, id desc) last
    where status in ('failed', 'deciding') or interrupted is not null
    order by at desc limit ${SHOWN}`;
  return rows.map((row) => ({
    kind: 'operation',
    id: row.id,
    title: operationTitle(row),
    sentence: row.conclusion ?? 'It stands still until somebody decides.',
    at: row.at.toISOString(),
  }));
}

interface OperationTrouble {
  id: string;
  title: string;
  status: OperationStatus;
  interrupted: string | null;
  conclusion: string | null;
  at: Date;
}

function operationTitle({ title, status, interrupted }: OperationTrouble): string {
  if (interrupted !== null) return `${title} was interrupted`;
  return status === 'failed' ? `${title} failed` : `${title} waits for a decision`;
}

async function readServerTrouble(db: Transaction): Promise<Attention[]> {
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
    title: serverTitle(server),
    sentence: notReady(server) ?? server.problem ?? server.lane?.blocked ?? '',
    at: (server.lastSeenAt ?? server.createdAt).toISOString(),
  }));
}

function serverTitle({ name, status }: Pick<Server, 'name' | 'status'>): string {
  switch (status) {
    case 'awaiting_confirmation':
      return `${name} waits to be confirmed`;
    case 'join_failed':
      return `${name} could not join`;
    case 'host_key_changed':
      return `The host key of ${name} has changed`;
    case 'joining':
    case 'ready':
      return `${name} wants a look`;
  }
}
