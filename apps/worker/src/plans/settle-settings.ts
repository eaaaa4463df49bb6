import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { Transaction } from '@milepost/db/client';
import {
  readSettingsOfOperation,
  storeOperationSecrets,
} from '@milepost/db/operations/installations/installation-settings';
import type { InstallationSettings } from '@milepost/db/operations/installations/update-installation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { installationContext, operationContext } from '@milepost/packages-core/credentials/contexts';
import { seal } from '@milepost/packages-core/credentials/seal';
import { isMask } from '@milepost/packages-core/dsl/secret';
import type { Dependencies } from '../startup/dependencies';
import { openBox } from './open-box';

export type SettledSettings =
  | {
      ok: true;
      /** What an install begins with; null for any other operation. */
      begun: InstallationSettings | null;
    }
  | { ok: false; problem: PlanProblem };

/**
 * Gives an operation the secrets that it runs with: those of its form, and those of its installation that the form left as they
 * are. An install that needs one which is neither there nor readable has a problem. The operation is locked and was not prepared before.
 */
export async function settleSettings(
  tx: Transaction,
  { privateKey, publicKey }: Pick<Dependencies, 'privateKey' | 'publicKey'>,
  { id: operationId, installationId, kind }: LockedOperation,
): Promise<SettledSettings> {
  const { input, server, ...boxes } = await readSettingsOfOperation(tx, operationId);
  const install = kind === 'install';
  if (boxes.installationSecrets === null) {
    const missing = install && boxes.sealedSecrets === null ? maskedFields(input) : [];
    if (missing.length > 0) return secretsMissing(missing);
    if (boxes.sealedSecrets === null)
      return { ok: true, begun: install ? { input, sealedSecrets: null } : null };
  }
  const contexts = {
    operation: operationContext(operationId, server),
    installation: installationContext(installationId, server),
  };
  const asked = await openBox(privateKey, boxes.sealedSecrets, contexts.operation);
  const lasting = await openBox(privateKey, boxes.installationSecrets, contexts.installation);
  // What was asked for cannot be opened: the milestone that needs it says so, as it always did.
  if (asked === null) return { ok: true, begun: install ? { input, sealedSecrets: null } : null };
  const secrets = { ...lasting, ...asked };
  const sealFor = async (names: readonly string[], context: string) => {
    const chosen = Object.fromEntries(names.map((name) => [name, secrets[name]]));
    return Uint8Array.from(await seal(publicKey, Buffer.from(JSON.stringify(chosen), 'utf8'), context));
  };
  if (!install) {
    const sealedSecrets = await sealFor(Object.keys(secrets), contexts.operation);
    await storeOperationSecrets(tx, { operationId, sealedSecrets });
    return { ok: true, begun: null };
  }
  const names = maskedFields(input);
  const missing = names.filter((name) => secrets[name] === undefined);
  if (missing.length > 0) return secretsMissing(missing);
  if (names.length === 0) return { ok: true, begun: { input, sealedSecrets: null } };
  await storeOperationSecrets(tx, {
    operationId,
    sealedSecrets: await sealFor(names, contexts.operation),
  });
  return { ok: true, begun: { input, sealedSecrets: await sealFor(names, contexts.installation) } };
}

const secretsMissing = (names: string[]): SettledSettings => ({
  ok: false,
  problem: { code: 'secrets_missing', names },
});

/** Names of the fields whose value is a secret's mask. */
function maskedFields(input: Record<string, unknown>): string[] {
  return Object.entries(input).flatMap(([name, value]) => (isMask(name, value) ? [name] : []));
}
