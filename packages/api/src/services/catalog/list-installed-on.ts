import type { Database } from '@milepost/db/client';
import type { InstalledOn } from '../../views/package-views';
import { installationTitle } from '../installations/installation-view';
import { requirePackage } from './require-package';

/** More are found on their servers' pages. */
const MOST = 200;

/** The installations of a package by server. Throws AppError NOT_FOUND where there is no such package. */
export async function listInstalledOn(db: Database, packageId: string): Promise<InstalledOn[]> {
  requirePackage(packageId);
  const rows = await db.installation.findMany({
    where: {
      ...{ packageId, uninstalledAt: null, installedAt: { not: null } },
      server: { status: { not: 'removed' } },
    },
    select: { id: true, title: true, packageId: true, server: { select: { id: true, name: true } } },
    orderBy: [{ server: { name: 'asc' } }, { title: 'asc' }, { id: 'asc' }],
    take: MOST,
  });
  return rows.map((row) => ({ id: row.id, title: installationTitle(row), server: row.server }));
}
