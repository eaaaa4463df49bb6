import type { Transaction } from '../client';

/** Forgets the failed attempts counted under this key. */
export async function forgetFailures(db: Transaction, key: string): Promise<void> {
  await db.kysely.deleteFrom('signInFailures').where('key', '=', key).execute();
}
