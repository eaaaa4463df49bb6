import type { Database } from '@milepost/db/client';
import type { Plan } from '@milepost/packages-core/contract/plan';

const KEPT = 100;

/** Reads plans by their hash; they never change, so the last hundred are kept. */
export function createPlanReader(db: Database): (hash: string) => Promise<Plan> {
  const plans = new Map<string, Plan>();
  return async (hash) => {
    const kept = plans.get(hash);
    if (kept) return kept;
    const { body } = await db.plan.findUniqueOrThrow({ where: { hash }, select: { body: true } });
    const plan = body as unknown as Plan;
    const [oldest] = plans.keys();
    if (plans.size >= KEPT && oldest !== undefined) plans.delete(oldest);
    plans.set(hash, plan);
    return plan;
  };
}
