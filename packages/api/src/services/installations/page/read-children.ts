import type { Database } from '@milepost/db/client';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import type { ChildGroup } from '../../../views/installation-views';
import { packageTitle, packageVerbs } from '../../catalog/require-package';
import { installationViews, readInstallationRows } from '../installation-view';
import type { InstallationRow } from '../installation-view';

/** What lives in an installation, and what could, by package: in the order of the catalog, then what that no longer knows. */
export async function readChildren(
  db: Database,
  { id, packageId, serverId }: Pick<InstallationRow, 'id' | 'packageId' | 'serverId'>,
): Promise<ChildGroup[]> {
  const rows = await readInstallationRows(db, { parentId: id, uninstalledAt: null });
  const possible = catalog().filter(({ within }) => within?.id === packageId);
  const packageIds = new Set([...possible.map((each) => each.id), ...rows.map((row) => row.packageId)]);
  if (packageIds.size === 0) return [];
  const views = await installationViews(db, { serverId, rows });
  views.sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  return [...packageIds].map((childId) => ({
    package: { id: childId, title: packageTitle(childId) },
    verbs: packageVerbs(childId),
    items: views.filter((view) => view.package.id === childId),
  }));
}
