import type { Database } from '@milepost/db/client';
import { markRead } from '@milepost/db/notifications/mark-read';
import type { Which } from '@milepost/db/notifications/mark-read';

/** Marks notifications as read by one person. */
export function markNotificationsRead(db: Database, read: { userId: string; which: Which }): Promise<void> {
  return markRead(db, read);
}
