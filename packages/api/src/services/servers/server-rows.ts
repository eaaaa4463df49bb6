import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { unverifiedMessage } from '@milepost/contract/messages/conclusions';
import type { Database } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import type { ServerFacts } from '@milepost/contract/facts';
import type { ServerSummary } from '../../views/views';
import { operationSummary } from '../operations/views/summary';
import { storedProblemMessage } from './stored-problem';

type FindServers = NonNullable<Parameters<Database['server']['findMany']>[0]>;

const include = {
  queue: {
    select: { holder: true, blocked: true, _count: { select: { entries: { where: { waiting: true } } } } },
  },
  check: { select: { repliedAt: true } },
  installations: { where: { uninstalledAt: null, status: 'unknown' }, select: { id: true } },
  _count: {
    select: { installations: { where: { uninstalledAt: null, installedAt: { not: null }, parentId: null } } },
  },
} as const;

export type ServerWhere = NonNullable<FindServers['where']>;

/** Servers with what their summaries are made of. */
export function readServerRows(
  db: Database,
  options: Pick<FindServers, 'where' | 'orderBy' | 'take' | 'skip' | 'cursor'>,
) {
  return db.server.findMany({ ...options, include });
}

export type ServerRow = Awaited<ReturnType<typeof readServerRows>>[number];

/** Summaries of rows that were read together; the holders of their queues are read once for all. */
export async function summarizeServers(db: Database, rows: ServerRow[]): Promise<ServerSummary[]> {
  const holders = await readOperations(
    db,
    rows.flatMap(({ queue }) => queue?.holder ?? []),
  );
  const byId = new Map(holders.map((view) => [view.id, view]));
  return rows.map((row) => serverSummary(row, byId.get(row.queue?.holder ?? '') ?? null));
}

function serverSummary(row: ServerRow, holder: OperationView | null): ServerSummary {
  const facts = row.facts as unknown as ServerFacts | null;
  const blocked = (row.queue?.blocked ?? null) as unknown as UnverifiedCommand | null;
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    port: row.port,
    status: row.status,
    problem: storedProblemMessage(row.problem),
    system: facts?.prettyName ?? null,
    practice: row.practice,
    installations: row._count.installations,
    unknownInstallations: row.installations.length,
    queue: {
      holder: holder && operationSummary(holder),
      waiting: row.queue?._count.entries ?? 0,
      blocked: blocked && unverifiedMessage(blocked),
    },
    lastSeenAt: lastSeen(row)?.toISOString() ?? null,
    unreachable: unreachableView(row),
    createdAt: row.createdAt.toISOString(),
  };
}

/** By an operation or by a check. */
function lastSeen({ lastSeenAt, check }: ServerRow): Date | null {
  const repliedAt = check?.repliedAt ?? null;
  if (lastSeenAt === null || repliedAt === null) return lastSeenAt ?? repliedAt;
  return lastSeenAt > repliedAt ? lastSeenAt : repliedAt;
}

/** Since when no connection can be made, and why; null where it can, or nobody tries. Pure. */
export function unreachableView({
  status,
  ...row
}: Pick<ServerRow, 'status' | 'unreachableSince' | 'unreachableReason'>): ServerSummary['unreachable'] {
  if (status !== 'ready' || row.unreachableSince === null) return null;
  return {
    since: row.unreachableSince.toISOString(),
    reason: storedProblemMessage(row.unreachableReason) ?? '',
  };
}
