import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '../client';
import { json, NOW } from '../kysely/expressions';

/** The plan that is stored under a hash, as whichever process wrote it; null where there is none. */
export async function readStoredPlan(db: Transaction, hash: string): Promise<Plan | null> {
  const row = await db.kysely.selectFrom('plans').select('body').where('hash', '=', hash).executeTakeFirst();
  return row?.body ?? null;
}

/** Replaces what is stored under a hash by the plan that has it. */
export async function replaceStoredPlan(
  db: Transaction,
  { plan, hash }: { plan: Plan; hash: string },
): Promise<void> {
  await db.kysely
    .updateTable('plans')
    .set({ format: plan.format, body: json(plan) })
    .where('hash', '=', hash)
    .execute();
}

/** Stores a plan that a worker compiled; one that is stored already is as good as new, so that no cleanup takes it. */
export async function storePlan(
  db: Transaction,
  { plan, hash }: { plan: Plan; hash: string },
): Promise<void> {
  await db.kysely
    .insertInto('plans')
    .values({ hash, format: plan.format, body: json(plan) })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ createdAt: NOW }))
    .execute();
}
