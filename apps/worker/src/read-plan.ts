import type { Database, Transaction } from '@milepost/db/client';
import type { Plan } from '@milepost/packages-core/contract/plan';

const KEPT = 100;

/** Reads a plan by its hash, over the connection of `within` where a transaction is under way. */
export type PlanReader = (hash: string, within?: Transaction) => Promise<Plan>;

/** Plans never change, so the last hundred are kept. */
export function createPlanReader(db: Database): PlanReader {
  const plans = new Map<string, Plan>();
  return async (hash, within = db) => {
    const kept = plans.get(hash);
    if (kept) return kept;
    const [row] = await within.$queryRaw<{ body: Plan }[]>`select body from plans where hash = ${hash}`;
    if (!row) throw new Error(`There is no plan ${hash}`);
    const plan = row.body;
    const [oldest] = plans.keys();
    if (plans.size >= KEPT && oldest !== undefined) plans.delete(oldest);
    plans.set(hash, plan);
    return plan;
  };
}
