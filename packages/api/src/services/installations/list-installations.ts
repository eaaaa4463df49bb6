import type { Database } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import type { Plan } from '@milepost/contract/plan';
import type { InstallationView } from '../../views/views';
import { packageTitle } from '../catalog/require-package';
import { aftermathView, leavesSomething } from '../operations/views/aftermath';
import { operationSummary } from '../operations/views/summary';
import { deletionOptions, readBlockedInstallation } from './deletion-options';

/** What stands on a server, or is on its way there: by title. */
export async function listInstallations(db: Database, serverId: string): Promise<InstallationView[]> {
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
  const blocked = await readBlockedInstallation(db, serverId);
  const plans = await readPlans(db, views.filter(leavesSomething));
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
        aftermath: last ? aftermathView(last, plans.get(last.id)) : null,
        deletion: last ? deletionOptions(last, blocked) : null,
      };
    })
    .sort((a, b) => a.package.title.localeCompare(b.package.title));
}

/** By operation. */
async function readPlans(db: Database, views: OperationView[]): Promise<Map<string, Plan>> {
  const rows = await db.operation.findMany({
    where: { id: { in: views.map(({ id }) => id) } },
    select: { id: true, plan: { select: { body: true } } },
  });
  return new Map(rows.map(({ id, plan }) => [id, plan.body as unknown as Plan]));
}
