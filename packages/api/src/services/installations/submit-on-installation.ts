import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import { submitPackage } from '../packages/submit-package';
import type { SubmitRequest, Submitted } from '../packages/submit-package';
import type { PackageRequest } from '../packages/validate-request';
import type { InstallationRequest } from './request-on-installation';

type Needed = Pick<Dependencies, 'db' | 'sealingKey' | 'requestDigestKey' | 'notifier'>;

/**
 * Submits an operation on an installation. A second press of an uninstall that has completed meanwhile is still the same operation, so
 * the installation need not be there any more.
 */
export async function submitOnInstallation(
  needed: Needed,
  request: InstallationRequest & Omit<SubmitRequest, keyof PackageRequest>,
): Promise<Submitted> {
  const installation = await needed.db.installation.findUnique({
    where: { id: request.installationId },
    select: { serverId: true, packageId: true },
  });
  if (!installation) throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  return submitPackage(needed, { ...request, ...installation });
}
