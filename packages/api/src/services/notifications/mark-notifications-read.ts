import type { Database } from '@milepost/db/client';
import { markRead } from '@milepost/db/notifications/mark-read';

/** Of one operation, or all there are; by one person. */
export function markNotificationsRead(
  db: Database,
  read: { userId: string; operationId: string | null },
): Promise<void> {
  return markRead(db, read);
}
