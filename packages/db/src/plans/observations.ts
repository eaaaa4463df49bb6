import type { StateObservations } from '@milepost/contract/observed-states';
import type { Transaction } from '../client';
import { json, NOW } from '../kysely/expressions';

/** Stores what a worker observed on a server, by its hash; one that is stored already is as good as new, so that no cleanup takes it. */
export async function storeObservations(
  db: Transaction,
  { observed, hash }: { observed: StateObservations[]; hash: string },
): Promise<void> {
  await db.kysely
    .insertInto('observations')
    .values({ hash, body: json(observed) })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ createdAt: NOW }))
    .execute();
}

/** What is stored under a hash; null where nothing is. */
export async function readObservations(db: Transaction, hash: string): Promise<StateObservations[] | null> {
  const row = await db.kysely
    .selectFrom('observations')
    .select('body')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.body ?? null;
}
