import type { Plan } from '@milepost/contract/plan';
import { transaction } from '@milepost/db/client';
import { readSettingsOfOperation } from '@milepost/db/operations/installations/installation-settings';
import { readLocked } from '@milepost/db/operations/lock-operation';
import { installationContext, operationContext } from '@milepost/packages-core/credentials/contexts';
import type { Dependencies } from '../startup/dependencies';
import { openBox } from './open-box';
import { openRelatedSecrets } from './related-secrets';

/** The secrets that an operation will run with, before they are settled: what is missing stays out, and checks that need it do not run. */
export function openSecretsForChecks(
  { db, privateKey }: Pick<Dependencies, 'db' | 'privateKey'>,
  { operationId, plan }: { operationId: string; plan: Plan },
): Promise<Record<string, string>> {
  return transaction(db, async (tx) => {
    const operation = await readLocked(tx, operationId);
    const { server, sealedSecrets, installationSecrets } = await readSettingsOfOperation(tx, operationId);
    const lasting = installationContext(operation.installationId, server);
    const { secrets } = await openRelatedSecrets(tx, privateKey, { operation, plan, server });
    return {
      ...(await openBox(privateKey, installationSecrets, lasting)),
      ...(await openBox(privateKey, sealedSecrets, operationContext(operationId, server))),
      ...secrets,
    };
  });
}
