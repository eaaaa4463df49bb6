import type { Database, Transaction } from '@milepost/db/client';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Plan, SignedPlan } from '@milepost/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { LRUCache } from 'lru-cache';
import type { PlanSigner } from '@milepost/packages-core/credentials/plan-signer';

const MAX_PLANS = 100;

/** A stored plan that no worker of this console compiled. Nothing of it is run. */
export class UntrustedPlan extends Error {
  override readonly name = 'UntrustedPlan';
}

/** A plan with the operation it is for, and the worker's signature. */
export interface StoredPlanRef extends Omit<SignedPlan, 'planHash'> {
  /** Null before a worker compiled it. */
  planHash: string | null;
  planMac: Uint8Array | null;
}

/**
 * Reads the plan of an operation, over the connection of `within` where a transaction is under way.
 *
 * @throws UntrustedPlan where the signature is missing or false, or what is stored has another hash
 */
export type PlanReader = (plan: StoredPlanRef, within?: Transaction) => Promise<Plan>;

/** Plans never change, so the hundred that were read last are kept. The signature is verified each time. */
export function createPlanReader(db: Database, signer: PlanSigner): PlanReader {
  const plans = new LRUCache<string, Plan>({ max: MAX_PLANS });
  return async (ref, connection = db) => {
    const { planHash: hash, planMac, ...rest } = ref;
    if (hash === null || !signer.isSigned({ ...rest, planHash: hash }, planMac))
      throw new UntrustedPlan(`The plan ${hash} is not signed by this worker's key`);
    const known = plans.get(hash);
    if (known) return known;
    const plan = await readStoredPlan(connection, hash);
    if (!plan) throw new Error(`There is no plan ${hash}`);
    if (planHash(plan) !== hash)
      throw new UntrustedPlan(`What is stored as the plan ${hash} has another hash`);
    plans.set(hash, plan);
    return plan;
  };
}
