import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import {
  driftAttention,
  operationAttention,
  serverAttentionTitle,
  UNKNOWN_INSTALLATIONS,
} from '@milepost/contract/messages/attention';
import { unverifiedMessage } from '@milepost/contract/messages/conclusions';
import type { Drift } from '@milepost/contract/drift';
import { DB_NULL } from '@milepost/db/db-null';
import type { Database } from '@milepost/db/client';
import { listTroubledOperations } from '@milepost/db/operations/views/troubled-operations';
import type { Server } from '@milepost/db/types';
import type { Overview } from '../../views/overview-views';
import { installationTitle } from '../installations/installation-view';
import { notReady } from '../servers/not-ready';
import { storedProblemMessage } from '../servers/stored-problem';

type Attention = Overview['attention'][number];

const SHOWN = 20;

/** What a person should look at, the latest first: what failed and was not repeated since, what waits, servers with a problem. */
export async function readAttention(db: Database): Promise<Attention[]> {
  const [operations, servers, drifted] = await Promise.all([
    readOperationTrouble(db),
    readServerTrouble(db),
    readDrifted(db),
  ]);
  return [...operations, ...servers, ...drifted].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN);
}

async function readOperationTrouble(db: Database): Promise<Attention[]> {
  const rows = await listTroubledOperations(db, SHOWN);
  return rows.map((row) => ({
    kind: 'operation',
    id: row.id,
    ...operationAttention({ ...row, interrupted: row.interrupted !== null }),
    at: row.at.toISOString(),
  }));
}

async function readServerTrouble(db: Database): Promise<Attention[]> {
  const rows = await db.server.findMany({
    where: {
      OR: [
        { status: { notIn: ['ready', 'enrolling', 'removed'] } },
        { problem: { not: DB_NULL } },
        { unreachableSince: { not: null } },
        { queue: { blockedBy: { not: null } } },
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
    title: serverAttentionTitle({
      ...{ name: server.name, status: server.status, problem: server.problem !== null },
      unreachable: server.unreachableSince !== null,
      blocked: blockedSentence(server) !== null,
      unknownInstallations: server._count.installations,
    }),
    sentence: serverSentence(server),
    at: (server.unreachableSince ?? server.lastSeenAt ?? server.createdAt).toISOString(),
  }));
}

async function readDrifted(db: Database): Promise<Attention[]> {
  const rows = await db.installation.findMany({
    where: {
      ...{ status: 'active', uninstalledAt: null, driftCheckedAt: { not: null } },
      NOT: { drift: { path: ['differences'], equals: [] } },
    },
    include: { server: { select: { name: true } } },
    orderBy: { driftCheckedAt: 'desc' },
    take: SHOWN,
  });
  return rows.map((row) => ({
    kind: 'installation',
    id: row.id,
    ...driftAttention({
      ...{ installation: installationTitle(row), server: row.server.name },
      differences: (row.drift as unknown as Drift).differences,
    }),
    at: (row.driftCheckedAt ?? row.updatedAt).toISOString(),
  }));
}

interface ServerTrouble extends Server {
  queue: { blocked: unknown } | null;
  /** Installations that are unknown. */
  _count: { installations: number };
}

function blockedSentence({ queue }: ServerTrouble): string | null {
  const command = (queue?.blocked ?? null) as UnverifiedCommand | null;
  return command && `${unverifiedMessage(command)}.`;
}

function serverSentence(server: ServerTrouble): string {
  const rebuilt = server._count.installations > 0 ? UNKNOWN_INSTALLATIONS : null;
  const trouble = [storedProblemMessage(server.unreachableReason), blockedSentence(server), rebuilt].filter(
    (sentence) => sentence,
  );
  return notReady(server) ?? storedProblemMessage(server.problem) ?? trouble.join(' ');
}
