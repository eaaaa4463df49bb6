import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '../client';
import { json, msAgo, NOW } from '../kysely/expressions';

const HOUR_MS = 60 * 60_000;

/** Stores a plan that was shown, so that the worker finds it by its hash. Cleanup keeps it for a day from its latest preview. */
export async function storePlan(
  db: Transaction,
  { plan, hash }: { plan: Plan; hash: string },
): Promise<void> {
  await db.kysely
    .insertInto('plans')
    .values({ hash, format: plan.format, body: json(plan) })
    .onConflict((conflict) =>
      conflict.column('hash').doUpdateSet({ createdAt: NOW }).where('plans.createdAt', '<', msAgo(HOUR_MS)),
    )
    .execute();
}

/** The plan of a hash, as whichever version stored it; null where there is none. */
export async function readStoredPlan(db: Transaction, hash: string): Promise<Plan | null> {
  const row = await db.kysely.selectFrom('plans').select('body').where('hash', '=', hash).executeTakeFirst();
  return row?.body ?? null;
}
