import type { Database } from '@milepost/db/client';
import type { ParentView } from '../../views/installation-views';
import { installationTitle } from '../installations/installation-view';
import { readServerRows, unreachableView } from '../servers/server-rows';
import { requirePackage } from './require-package';

/** Installations that a package can be added to, by title and server; none for a package that lives in no other. Throws AppError NOT_FOUND. */
export async function listParents(db: Database, packageId: string): Promise<ParentView[]> {
  const { within } = requirePackage(packageId);
  if (within === null) return [];
  const rows = await db.installation.findMany({
    where: { packageId: within.id, uninstalledAt: null, server: { status: { not: 'removed' } } },
    select: { id: true, title: true, packageId: true, status: true, serverId: true },
  });
  const serverIds = [...new Set(rows.map(({ serverId }) => serverId))];
  const servers = await readServerRows(db, { where: { id: { in: serverIds } } });
  const byId = new Map(servers.map((server) => [server.id, server]));
  const parents = rows.flatMap((row): ParentView[] => {
    const server = byId.get(row.serverId);
    if (!server) return [];
    const { id, name } = server;
    const isInstalled = row.status === 'active' || row.status === 'updating';
    return [
      {
        ...{ id: row.id, title: installationTitle(row) },
        server: { id, name, unreachable: unreachableView(server) },
        ready: isInstalled && server.status === 'ready',
      },
    ];
  });
  return parents.sort((a, b) => placeOf(a).localeCompare(placeOf(b), 'en', { numeric: true }));
}

const placeOf = ({ title, server }: ParentView): string => `${title} ${server.name}`;
