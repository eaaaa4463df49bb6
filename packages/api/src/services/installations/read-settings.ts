import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { requestError } from '../../errors/request-error';
import type { InstalledSettings } from '../../views/package-views';

/**
 * The settings of an installation: of the last install that completed, else of the last one that was tried. Secrets are masked. Null
 * where its package may be there several times: the form of the catalog is then about another one. Throws AppError NOT_FOUND.
 */
export async function readSettings(db: Database, installationId: string): Promise<InstalledSettings | null> {
  const installation = await db.installation.findUnique({
    where: { id: installationId, uninstalledAt: null },
    select: { packageId: true, status: true, installedAt: true, configuration: true, begunSecrets: true },
  });
  if (!installation) throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  const { packageId, status, installedAt, configuration } = installation;
  if (findPackage(packageId)?.instance) return null;
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
