import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { inputForm } from '@milepost/packages-core/dsl/input';
import { requestError } from '../../errors/request-error';
import type { OperationForm } from '../../views/installation-views';

/** The form of an operation on an installation. Throws AppError NOT_FOUND where there is no such installation or operation. */
export async function getOperationForm(
  db: Database,
  { installationId, kind }: { installationId: string; kind: string },
): Promise<OperationForm> {
  const installation = await db.installation.findUnique({
    where: { id: installationId, uninstalledAt: null },
  });
  const definition = installation && findPackage(installation.packageId);
  const operation = definition?.operations[kind];
  if (!installation || !definition || !operation)
    throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  const change = kind === 'install';
  const stored = installation.begunInput ?? installation.completedInput;
  return {
    does: change && installation.status === 'active' ? 'Change' : operation.does,
    fields: inputForm(definition, kind),
    // Secrets are masks.
    values: change ? { ...(installation.configuration as object), ...(stored as object | null) } : {},
    keepsSecrets: change && installation.begunSecrets !== null,
  };
}
