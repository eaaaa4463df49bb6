import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '../client';

/** Stores a plan that was shown, so that the worker finds it by its hash. Cleanup keeps it for a day from its latest preview. */
export async function storePlan(
  db: Transaction,
  { plan, hash }: { plan: Plan; hash: string },
): Promise<void> {
  await db.$executeRaw`
    insert into plans (hash, format, body) values (${hash}, ${plan.format}, ${JSON.stringify(plan)}::jsonb)
    on conflict (hash) do update set created_at = clock_timestamp()
      where plans.created_at < clock_timestamp() - interval '1 hour'`;
}

/** The plan of a hash, as whichever version stored it; null where there is none. */
export async function readStoredPlan(db: Transaction, hash: string): Promise<Plan | null> {
  const [row] = await db.$queryRaw<{ body: Plan }[]>`select body from plans where hash = ${hash}`;
  return row?.body ?? null;
}
