import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { signListedOperations } from '@milepost/db/operations/lifecycle/plan-signature';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { PlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import type { Logger } from './log';

const RETRY_MS = 1_000;

/**
 * Signs the operations that an upgrade found without a signature; until then none continues. Waits for a database that cannot be reached,
 * or is not migrated yet, until `signal` is aborted. Never throws.
 */
export async function signOperationsOfUpgrade(
  { db, signer, log }: { db: Database; signer: PlanSigner; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const signed = await transaction(db, (tx) =>
        signListedOperations(tx, { sign: (plan) => signer.sign(plan), hashOf: planHash }),
      );
      if (signed > 0)
        log.info({ operations: signed }, 'The plans of open operations were signed after an upgrade');
      return;
    } catch (error) {
      log.debug({ reason: String(error) }, 'Operations of an upgrade cannot be signed yet');
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
