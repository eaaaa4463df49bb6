import type { Database } from '@milepost/db/client';
import { listTroubledOperations } from '@milepost/db/operations/views/troubled-operations';
import type { TroubledOperation } from '@milepost/db/operations/views/troubled-operations';
import type { Server } from '@milepost/db/types';
import type { Overview } from '../../views/overview-views';
import { notReady } from '../servers/not-ready';

type Attention = Overview['attention'][number];

const SHOWN = 20;

/** What a person should look at, the latest first: what failed and was not repeated since, what waits, servers with a problem. */
export async function readAttention(db: Database): Promise<Attention[]> {
  const [operations, servers] = await Promise.all([readOperationTrouble(db), readServerTrouble(db)]);
  return [...operations, ...servers].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN);
}

async function readOperationTrouble(db: Database): Promise<Attention[]> {
  const rows = await listTroubledOperations(db, SHOWN);
  return rows.map((row) => ({
    kind: 'operation',
    id: row.id,
    ...describeTrouble(row),
    at: row.at.toISOString(),
  }));
}

function describeTrouble(row: TroubledOperation): Pick<Attention, 'title' | 'sentence'> {
  const { title, server, status, interrupted, conclusion, pausedBy, blocked } = row;
  const conclusionSentence = conclusion ?? 'Waiting for a decision.';
  if (interrupted !== null) return { title: `${title} was interrupted`, sentence: conclusionSentence };
  if (status === 'failed') return { title: `${title} failed`, sentence: conclusionSentence };
  if (status === 'paused') {
    const by = pausedBy === null ? '' : ` by ${pausedBy}`;
    return { title: `${title} is paused`, sentence: `Paused${by}. Resume it to continue.` };
  }
  if (status === 'queued')
    return { title: `${title} is waiting: ${server} is blocked`, sentence: blocked ?? conclusionSentence };
  return { title: `${title} is waiting for a decision`, sentence: conclusionSentence };
}

async function readServerTrouble(db: Database): Promise<Attention[]> {
  const rows = await db.server.findMany({
    where: {
      OR: [
        { status: { notIn: ['ready', 'enrolling', 'removed'] } },
        { problem: { not: null } },
        { unreachableSince: { not: null } },
        { queue: { blocked: { not: null } } },
        { installations: { some: { status: 'unknown', uninstalledAt: null } } },
      ],
    },
    include: {
      queue: { select: { blocked: true } },
      _count: { select: { installations: { where: { status: 'unknown', uninstalledAt: null } } } },
    },
    take: SHOWN,
  });
  return rows.map((server) => ({
    kind: 'server',
    id: server.id,
    title: serverTitle(server),
    sentence: serverSentence(server),
    at: (server.unreachableSince ?? server.lastSeenAt ?? server.createdAt).toISOString(),
  }));
}

interface ServerTrouble extends Server {
  queue: { blocked: string | null } | null;
  /** Installations that are unknown. */
  _count: { installations: number };
}

function serverSentence(server: ServerTrouble): string {
  const rebuilt = server._count.installations > 0 ? 'What is installed on it is unknown.' : null;
  const trouble = [server.unreachableReason, server.queue?.blocked, rebuilt].filter((sentence) => sentence);
  return notReady(server) ?? server.problem ?? trouble.join(' ');
}

function serverTitle({ name, status, problem, unreachableSince, queue, _count }: ServerTrouble): string {
  const blocked = queue?.blocked ?? null;
  switch (status) {
    case 'awaiting_confirmation':
      return `Confirm the fingerprint of ${name}`;
    case 'enrollment_failed':
      return `${name} could not be connected`;
    case 'host_key_changed':
      return `The host key of ${name} has changed`;
    case 'removed':
      return `${name} was removed`;
    case 'enrolling':
    case 'ready':
      if (unreachableSince !== null)
        return `${name} is unreachable${blocked === null ? '' : ', and its queue is blocked'}`;
      if (blocked !== null) return `${name} is blocked`;
      return problem === null && _count.installations > 0 ? `${name} was rebuilt` : `${name} needs attention`;
  }
}
