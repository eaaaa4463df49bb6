import type { Database } from '@milepost/db/client';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import type { PackageView } from '../../views/package-views';
import { packageView } from './package-view';

/** Every package there is, with how many servers have it. */
export async function listPackages(db: Database): Promise<PackageView[]> {
  const counts = await db.installation.groupBy({
    by: ['packageId'],
    where: { uninstalledAt: null, installedAt: { not: null } },
    _count: true,
  });
  const byPackage = new Map(counts.map(({ packageId, _count }) => [packageId, _count]));
  return catalog().map((definition) => packageView(definition, byPackage.get(definition.id) ?? 0));
}
