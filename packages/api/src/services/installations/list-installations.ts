import type { Database } from '@milepost/db/client';
import type { InstallationView } from '../../views/views';
import { installationViews, readInstallationRows } from './installation-view';

/** What stands on a server, or is on its way there: by title, each with what lives in it after it. */
export async function listInstallations(db: Database, serverId: string): Promise<InstallationView[]> {
  const rows = await readInstallationRows(db, { serverId, uninstalledAt: null });
  const views = await installationViews(db, { serverId, rows });
  return withChildrenAfter(views.sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true })));
}

type Placed = Pick<InstallationView, 'id' | 'parent'>;

/** The same in the same order, but for what lives in another one of them: that follows its parent. Pure. */
export function withChildrenAfter<T extends Placed>(all: readonly T[]): T[] {
  const ids = new Set(all.map(({ id }) => id));
  const inParent = (parentId: string | null) =>
    all.filter(({ parent }) => (parent !== null && ids.has(parent.id) ? parent.id : null) === parentId);
  const withOwn = (each: T): T[] => [each, ...inParent(each.id).flatMap(withOwn)];
  return inParent(null).flatMap(withOwn);
}
