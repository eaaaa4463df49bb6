import type { Database } from '@milepost/db/client';
import type { Drift } from '@milepost/contract/drift';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readStopped } from '@milepost/db/operations/installations/read-stopped';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import type { Plan } from '@milepost/contract/plan';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { InstallationView } from '../../views/views';
import { packageTitle, packageVerbs } from '../catalog/require-package';
import { aftermathView, leavesSomething } from '../operations/views/aftermath';
import { operationSummary } from '../operations/views/summary';
import { deletionOptions, readBlockedInstallation } from './deletion-options';

type FindInstallations = NonNullable<Parameters<Database['installation']['findMany']>[0]>;

/** Installations with what their views are made of. */
export function readInstallationRows(db: Database, where: NonNullable<FindInstallations['where']>) {
  return db.installation.findMany({
    where,
    include: {
      server: { select: { id: true, name: true, status: true } },
      parent: { select: { id: true, title: true, packageId: true } },
      operations: { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: 1, select: { id: true } },
    },
  });
}

export type InstallationRow = Awaited<ReturnType<typeof readInstallationRows>>[number];

/** What people call an installation: "PHP 8.3", else its package's title. */
export const installationTitle = ({ title, packageId }: Pick<InstallationRow, 'title' | 'packageId'>) =>
  title ?? packageTitle(packageId);

/** Installations of one server as pages show them, each with its open or last operation. */
export async function installationViews(
  db: Database,
  { serverId, rows }: { serverId: string; rows: readonly InstallationRow[] },
): Promise<InstallationView[]> {
  const views = await readOperations(
    db,
    rows.flatMap(({ operations }) => operations.map(({ id }) => id)),
  );
  const stopped = await readStopped(
    db,
    rows.map(({ id }) => id),
  );
  const blocked = await readBlockedInstallation(db, serverId);
  const plans = await readPlans(db, views.filter(leavesSomething));
  const byId = new Map(views.map((view) => [view.id, view]));
  return rows.map((row): InstallationView => {
    const last = byId.get(row.operations[0]?.id ?? '');
    return {
      id: row.id,
      title: installationTitle(row),
      package: { id: row.packageId, title: packageTitle(row.packageId) },
      verbs: packageVerbs(row.packageId),
      parent: row.parent && { id: row.parent.id, title: installationTitle(row.parent) },
      server: { id: row.server.id, name: row.server.name },
      status: row.status,
      stopped: row.status === 'active' && stopped.has(row.id),
      version: row.version,
      availableVersion: availableVersion(row),
      drifted: row.status === 'active' && differencesOf(row).length > 0,
      configuration: row.configuration as Record<string, unknown>,
      installedAt: row.installedAt?.toISOString() ?? null,
      operation: last ? operationSummary(last) : null,
      aftermath: last ? aftermathView(last, plans.get(last.id)) : null,
      deletion: last ? deletionOptions(last, blocked) : null,
    };
  });
}

/** The newer version that an update would install; null where none is known, or something else comes first. Pure. */
export function availableVersion(
  row: Pick<InstallationRow, 'packageId' | 'status' | 'uninstalledAt' | 'availableVersion'>,
): string | null {
  const canUpdate = row.status === 'active' && row.uninstalledAt === null;
  return canUpdate && findPackage(row.packageId)?.operations['update'] ? row.availableVersion : null;
}

const differencesOf = ({ drift }: InstallationRow): Drift['differences'] =>
  (drift as unknown as Drift | null)?.differences ?? [];

/** By operation. */
async function readPlans(db: Database, views: OperationView[]): Promise<Map<string, Plan>> {
  const rows = await db.operation.findMany({
    where: { id: { in: views.map(({ id }) => id) }, plan: { isNot: null } },
    select: { id: true, plan: { select: { body: true } } },
  });
  return new Map(rows.map(({ id, plan }) => [id, plan?.body as unknown as Plan]));
}
