import type { Transaction } from '../client';
import { msAgo } from '../kysely/expressions';

/** How long notifications are kept: 30 days. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Drops notifications that are older than that, with their read marks and e-mails. */
export async function forgetNotifications(db: Transaction): Promise<void> {
  await db.kysely.deleteFrom('notifications').where('at', '<', msAgo(KEPT_MS)).execute();
}
