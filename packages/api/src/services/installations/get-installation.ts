import type { Drift } from '@milepost/contract/drift';
import type { Database } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import type { InstallationChange, InstallationDetail } from '../../views/installation-views';
import { availableActions } from './available-actions';
import { readAddresses } from './page/read-addresses';
import { readChildren } from './page/read-children';
import { readShownSettings } from './page/read-shown-settings';
import { installationViews, readInstallationRows } from './installation-view';
import type { InstallationRow } from './installation-view';

/** More are in the list of operations. */
const MAX_CHANGES = 50;

/** One installation with all that its page shows, also once it was uninstalled. */
export async function getInstallation(db: Database, installationId: string): Promise<InstallationDetail> {
  const [row] = await readInstallationRows(db, { id: installationId });
  if (!row) throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  const [views, changes, children, settings] = await Promise.all([
    installationViews(db, { serverId: row.serverId, rows: [row] }),
    readChanges(db, installationId),
    readChildren(db, row),
    readShownSettings(db, row),
  ]);
  const [view] = views;
  if (!view) throw new Error('One row has one view.');
  return {
    ...view,
    adopted: row.adopted,
    uninstalledAt: row.uninstalledAt?.toISOString() ?? null,
    serverRemoved: row.server.status === 'removed',
    children,
    settings,
    actions: availableActions(row),
    addresses: await readAddresses(db, row),
    drift: driftView(row),
    versionHeld: row.status === 'active' && row.versionHeld,
    packageListsAt: row.packageListsAt?.toISOString() ?? null,
    backups: backupsOf(row),
    changes,
  };
}

function driftView({ drift, driftCheckedAt }: InstallationRow): InstallationDetail['drift'] {
  if (drift === null || driftCheckedAt === null) return null;
  const { differences, skipped = [] } = drift as unknown as Drift;
  return { checkedAt: driftCheckedAt.toISOString(), differences, skipped };
}

function backupsOf({ configuration }: InstallationRow): string[] {
  const { keptCopies } = configuration as { keptCopies?: unknown };
  return Array.isArray(keptCopies) ? keptCopies.filter((path) => typeof path === 'string') : [];
}

const operationOf = ({ id, title, kind, status }: NonNullable<InstallationChange['operation']>) => ({
  ...{ id, title, kind, status },
});

/** How it came to be what it is, the newest first: one line for each operation's end and for what no operation did. */
async function readChanges(db: Database, installationId: string): Promise<InstallationDetail['changes']> {
  const all = await db.installationRecord.findMany({
    where: { installationId, status: { notIn: ['pending', 'installing', 'updating', 'uninstalling'] } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MAX_CHANGES,
  });
  // An operation that failed, waited for a decision and ended has a record of each.
  const ends = new Map(all.toReversed().map((record) => [record.operationId ?? record.id, record.id]));
  const records = all.filter(({ id, operationId }) => ends.get(operationId ?? id) === id);
  const operations = await db.operation.findMany({
    where: { id: { in: records.flatMap(({ operationId }) => operationId ?? []) } },
    select: { id: true, title: true, kind: true, status: true, requestedBy: true },
  });
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return records.map(({ id, status, version, by, reason, at, operationId }) => {
    const operation = byId.get(operationId ?? '');
    return {
      ...{ id, status, version, reason, at: at.toISOString() },
      by: by ?? operation?.requestedBy ?? null,
      operation: operation ? operationOf(operation) : null,
    };
  });
}
