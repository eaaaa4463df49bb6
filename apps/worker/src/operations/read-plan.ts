import type { Database, Transaction } from '@milepost/db/client';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Plan } from '@milepost/contract/plan';
import { LRUCache } from 'lru-cache';

const MAX_PLANS = 100;

/** Reads a plan by its hash, over the connection of `within` where a transaction is under way. */
export type PlanReader = (hash: string, within?: Transaction) => Promise<Plan>;

/** Plans never change, so the hundred that were read last are kept. */
export function createPlanReader(db: Database): PlanReader {
  const plans = new LRUCache<string, Plan>({ max: MAX_PLANS });
  return async (hash, connection = db) => {
    const known = plans.get(hash);
    if (known) return known;
    const plan = await readStoredPlan(connection, hash);
    if (!plan) throw new Error(`There is no plan ${hash}`);
    plans.set(hash, plan);
    return plan;
  };
}
