import type { Database } from '@milepost/db/client';
import type { InstalledPackage } from '../../views/package-views';
import { packageTitle, packageVerbs } from '../catalog/require-package';

/** More are found on their servers' pages. */
const MOST = 200;

/** What is installed on which server, the newest first: for the search over everything. */
export async function listInstalled(db: Database): Promise<InstalledPackage[]> {
  const rows = await db.installation.findMany({
    where: { uninstalledAt: null, installedAt: { not: null }, server: { status: { not: 'removed' } } },
    select: {
      ...{ id: true, title: true, packageId: true, server: { select: { id: true, name: true } } },
      parent: { select: { title: true, packageId: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST,
  });
  return rows.map(({ id, title, packageId, server, parent }) => ({
    id,
    title: title ?? packageTitle(packageId),
    package: { id: packageId, title: packageTitle(packageId) },
    verbs: packageVerbs(packageId),
    parent: parent && (parent.title ?? packageTitle(parent.packageId)),
    server,
  }));
}
