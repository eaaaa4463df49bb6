import type { Database } from '@milepost/db/client';
import type { InstallationView } from '../../views/views';
import { installationViews, readInstallationRows } from './installation-view';

/** What stands on a server, or is on its way there: by title. */
export async function listInstallations(db: Database, serverId: string): Promise<InstallationView[]> {
  const rows = await readInstallationRows(db, { serverId, uninstalledAt: null });
  const views = await installationViews(db, { serverId, rows });
  return views.sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
}
