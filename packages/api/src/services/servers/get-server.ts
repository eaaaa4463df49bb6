import type { Database } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readOpenOperations } from '@milepost/db/operations/views/read-operations';
import type { ServerFacts } from '@milepost/contract/facts';
import { requestError } from '../../errors/request-error';
import type { ServerDetail } from '../../views/views';
import { listInstallations } from '../installations/list-installations';
import { operationSummary } from '../operations/views/summary';
import { describeKey } from './enrollment/fingerprint';
import { readBlocked } from './queue/read-blocked';
import { readServerRows, summarizeServers } from './server-rows';
import type { ServerRow } from './server-rows';

/** One server with all that its page shows; of a removed one, who removed it. */
export async function getServer(db: Database, serverId: string): Promise<ServerDetail> {
  const [row] = await readServerRows(db, { where: { id: serverId } });
  if (!row) throw requestError('NOT_FOUND', { code: 'server_not_found' });
  const [summaries, credentials, packages, open] = await Promise.all([
    summarizeServers(db, [row]),
    db.credential.findMany({
      where: { serverId },
      orderBy: { kind: 'asc' },
      select: { kind: true, username: true, publicKey: true, createdAt: true },
    }),
    listInstallations(db, serverId),
    readOpenOperations(db, serverId),
  ]);
  const [summary] = summaries;
  if (!summary) throw new Error('One row has one summary.');
  return {
    ...summary,
    facts: factsView(row),
    hostKey: hostKeyView(row),
    credentials: credentials.map(({ kind, username, publicKey, createdAt }) => ({
      kind,
      username,
      fingerprint: describeKey(publicKey).fingerprint,
      createdAt: createdAt.toISOString(),
    })),
    packages,
    removed: removedView(row),
    blocked: await readBlocked(db, serverId),
    waitingOperations: inQueueOrder(open.filter(({ id }) => id !== row.queue?.holder)).map(operationSummary),
  };
}

/** By place in the queue: who comes back after a failure is before those who came later. */
function inQueueOrder(waiting: OperationView[]): OperationView[] {
  const place = ({ notice }: OperationView) => (notice?.kind === 'queue' ? notice.place : 0);
  return waiting.toSorted((a, b) => place(a) - place(b));
}

function removedView({ removedAt, removedBy }: ServerRow): ServerDetail['removed'] {
  return removedAt && { at: removedAt.toISOString(), by: removedBy ?? '' };
}

function factsView({ facts, factsAt }: ServerRow): ServerDetail['facts'] {
  if (!facts || !factsAt) return null;
  const { arch, kernel, cpus, memory, disk } = facts as unknown as ServerFacts;
  return { arch, kernel, cpus, memory, disk, at: factsAt.toISOString() };
}

/** While a person has to confirm: the offered one; after that the pinned one. */
function hostKeyView(row: ServerRow): ServerDetail['hostKey'] {
  const { pinnedHostKey, offeredHostKey, hostKeyConfirmedBy, hostKeyConfirmedAt } = row;
  const pinned = pinnedHostKey !== null && row.status !== 'awaiting_confirmation';
  const key = pinned ? pinnedHostKey : offeredHostKey;
  if (!key) return null;
  return {
    ...describeKey(key),
    pinned,
    confirmedBy: pinned ? hostKeyConfirmedBy : null,
    confirmedAt: pinned ? (hostKeyConfirmedAt?.toISOString() ?? null) : null,
  };
}
