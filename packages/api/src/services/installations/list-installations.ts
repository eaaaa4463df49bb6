import type { Transaction } from '@milepost/db/client';
import { readOperations } from '@milepost/db/operations/read-operations';
import type { InstallationView } from '../../views';
import { packageTitle } from '../catalogue/require-package';
import { operationSummary } from '../operations/summary';

/** What stands on a server, or is on its way there: by title. */
export async function listInstallations(db: Transaction, serverId: string): Promise<InstallationView[]> {
  const rows = await db.installation.findMany({
    where: { serverId, uninstalledAt: null },
    include: {
      server: { select: { id: true, name: true } },
      operations: { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: 1, select: { id: true } },
    },
  });
  const views = await readOperations(
    db,
    rows.flatMap(({ operations }) => operations.map(({ id }) => id)),
  );
  const byId = new Map(views.map((view) => [view.id, view]));
  return rows
    .map((row): InstallationView => {
      const last = byId.get(row.operations[0]?.id ?? '');
      return {
        id: row.id,
        package: { id: row.packageId, title: packageTitle(row.packageId) },
        server: row.server,
        status: row.status,
        version: row.version,
        configuration: row.configuration as Record<string, unknown>,
        installedAt: row.installedAt?.toISOString() ?? null,
        operation: last ? operationSummary(last) : null,
      };
    })
    .sort((a, b) => a.package.title.localeCompare(b.package.title));
}
