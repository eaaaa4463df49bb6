import type { Database } from '@milepost/db/client';
import type { PackageView } from '../../views/package-views';
import { packageView } from './package-view';
import { requirePackage } from './require-package';

/** One package, with how many servers have it. */
export async function getPackage(db: Database, packageId: string): Promise<PackageView> {
  const definition = requirePackage(packageId);
  const installations = await db.installation.count({
    where: { packageId, uninstalledAt: null, installedAt: { not: null } },
  });
  return packageView(definition, installations);
}
