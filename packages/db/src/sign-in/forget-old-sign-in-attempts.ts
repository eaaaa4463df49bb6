import type { Transaction } from '../client';
import { FORGOTTEN_AFTER_MS } from './count-attempt';

/** Deletes counts of failed sign-ins that no longer count, and recovery links that can no longer be used. */
export async function forgetOldSignInAttempts(db: Transaction, now = new Date()): Promise<void> {
  const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
  await db.$executeRaw`
    delete from sign_in_failures where last_failed_at < ${forgotten} and blocked_until <= ${now}`;
  await db.$executeRaw`delete from recovery_links where expires_at < ${now}`;
}
