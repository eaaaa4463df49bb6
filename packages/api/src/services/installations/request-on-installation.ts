import type { Database } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import type { PackageRequest } from '../packages/validate-request';

export interface InstallationRequest {
  installationId: string;
  /** The operation: `install` changes it. */
  kind: string;
  /** As the form sent it: the input of a change, else what the operation asks. */
  input: Record<string, unknown>;
}

/** A request about an installation, with its server and package. Throws AppError NOT_FOUND. */
export async function requestOnInstallation(
  db: Database,
  request: InstallationRequest,
): Promise<PackageRequest> {
  const installation = await db.installation.findUnique({
    where: { id: request.installationId, uninstalledAt: null },
    select: { serverId: true, packageId: true },
  });
  if (!installation) throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  return { ...request, ...installation };
}
