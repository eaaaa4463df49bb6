import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { Plan } from '@milepost/contract/plan';
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
import { openRelatedSecrets } from './related-secrets';

export type SettledSettings =
  | {
      ok: true;
      /** What an install begins with; null for any other operation. */
      begun: InstallationSettings | null;
    }
  | { ok: false; problem: PlanProblem };

/**
 * Gives an operation the secrets that it runs with: those of its form, those of its installation that the form left as they are, and those
 * of other installations that its plan names. An install that needs one which is neither there nor readable has a problem. The operation
 * is locked and was not prepared before.
 */
export async function settleSettings(
  tx: Transaction,
  { privateKey, publicKey }: Pick<Dependencies, 'privateKey' | 'publicKey'>,
  { operation, plan }: { operation: LockedOperation; plan: Plan },
): Promise<SettledSettings> {
  const { id: operationId, installationId, kind } = operation;
  const { input, server, ...boxes } = await readSettingsOfOperation(tx, operationId);
  const install = kind === 'install';
  const contexts = {
    operation: operationContext(operationId, server),
    installation: installationContext(installationId, server),
  };
  const related = await openRelatedSecrets(tx, privateKey, { operation, plan, server });
  if (related.missing.length > 0) return secretsMissing(related.missing);
  const asked = await openBox(privateKey, boxes.sealedSecrets, contexts.operation);
  const lasting = await openBox(privateKey, boxes.installationSecrets, contexts.installation);
  // What was asked for cannot be opened: the milestone that needs it says so, as it always did.
  if (asked === null) return { ok: true, begun: install ? { input, sealedSecrets: null } : null };
  const secrets = { ...lasting, ...asked };
  const names = install ? maskedFields(input) : Object.keys(secrets);
  const missing = names.filter((name) => secrets[name] === undefined);
  if (missing.length > 0) return secretsMissing(missing);
  const own = Object.fromEntries(names.map((name) => [name, secrets[name] ?? '']));
  const sealFor = async (values: Record<string, string>, context: string) =>
    Uint8Array.from(await seal(publicKey, Buffer.from(JSON.stringify(values), 'utf8'), context));
  const used = { ...own, ...related.secrets };
  if (Object.keys(used).length > 0) {
    const sealedSecrets = await sealFor(used, contexts.operation);
    await storeOperationSecrets(tx, { operationId, sealedSecrets });
  }
  if (!install) return { ok: true, begun: null };
  const sealedSecrets = names.length === 0 ? null : await sealFor(own, contexts.installation);
  return { ok: true, begun: { input, sealedSecrets } };
}

const secretsMissing = (names: string[]): SettledSettings => ({
  ok: false,
  problem: { code: 'secrets_missing', names },
});

/** Names of the fields whose value is a secret's mask. */
function maskedFields(input: Record<string, unknown>): string[] {
  return Object.entries(input).flatMap(([name, value]) => (isMask(name, value) ? [name] : []));
}
