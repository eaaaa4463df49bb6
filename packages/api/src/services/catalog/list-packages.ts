import type { Database } from '@milepost/db/client';
import { countServersWith } from '@milepost/db/servers/count-servers-with';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import { CATEGORIES } from '@milepost/packages-core/dsl/package/categories';
import type { PackageSummary } from '../../views/package-views';
import { packageSummary } from './package-view';

/** Every package there is, with how many servers have it: by category, and within it by title. */
export async function listPackages(db: Database): Promise<PackageSummary[]> {
  const servers = await countServersWith(db);
  return catalog()
    .map((definition) => packageSummary(definition, servers.get(definition.id) ?? 0))
    .sort((a, b) => place(a) - place(b) || a.title.localeCompare(b.title, 'en'));
}

const ORDER = Object.keys(CATEGORIES);
const place = ({ category }: PackageSummary): number => ORDER.indexOf(category.id);
