import type { Database } from '@milepost/db/client';
import { countServersWith } from '@milepost/db/servers/count-servers-with';
import type { PackageView } from '../../views/package-views';
import { packageView } from './package-view';
import { requirePackage } from './require-package';

/** One package, with how many servers have it. */
export async function getPackage(db: Database, packageId: string): Promise<PackageView> {
  const definition = requirePackage(packageId);
  const servers = await countServersWith(db);
  return packageView(definition, servers.get(packageId) ?? 0);
}
