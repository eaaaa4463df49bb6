import type { Database } from '@milepost/db/client';
import type { InstalledSettings } from '../../views/package-views';

/**
 * The settings of what is installed of a package on a server: of the last install that completed, else of the last one that was
 * tried. Secrets are masked. Null where nothing of it is installed.
 */
export async function readSettings(
  db: Database,
  { serverId, packageId }: { serverId: string; packageId: string },
): Promise<InstalledSettings | null> {
  const installation = await db.installation.findFirst({
    where: { serverId, packageId, uninstalledAt: null },
    select: { id: true, status: true, installedAt: true, configuration: true },
  });
  if (!installation) return null;
  const { id: installationId, status, installedAt, configuration } = installation;
  const last = (completed: boolean) =>
    db.operation.findFirst({
      where: { installationId, kind: 'install', ...(completed && { status: 'completed' as const }) },
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      select: { input: true },
    });
  const install = (await last(true)) ?? (await last(false));
  return {
    active: status === 'active',
    installed: installedAt !== null,
    settings: { ...(configuration as object), ...(install?.input as object | undefined) },
  };
}
