import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
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
    select: { id: true, status: true, installedAt: true, configuration: true, begunSecrets: true },
  });
  // Of a package that may be there several times the form is about another one.
  if (!installation || findPackage(packageId)?.instance) return null;
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
    keepsSecrets: installation.begunSecrets !== null,
    settings: { ...(configuration as object), ...(install?.input as object | undefined) },
  };
}
