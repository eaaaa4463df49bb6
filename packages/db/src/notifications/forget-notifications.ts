import type { Transaction } from '../client';

/** How long notifications are kept. */
const KEPT_DAYS = 30;

/** Drops notifications that are older than that, with their read marks and e-mails. */
export async function forgetNotifications(db: Transaction): Promise<void> {
  await db.$executeRaw`
    delete from notifications where at < clock_timestamp() - ${KEPT_DAYS} * interval '1 day'`;
}
