import type { Transaction } from '../client';
import { FORGOTTEN_AFTER_MS } from './count-attempt';

/** Deletes counts of failed sign-ins that no longer count, and recovery links that can no longer be used. */
export async function forgetOldSignInAttempts(db: Transaction, now = new Date()): Promise<void> {
  const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
  await db.kysely
    .deleteFrom('signInFailures')
    .where('lastFailedAt', '<', forgotten)
    .where('blockedUntil', '<=', now)
    .execute();
  await db.kysely.deleteFrom('recoveryLinks').where('expiresAt', '<', now).execute();
}
