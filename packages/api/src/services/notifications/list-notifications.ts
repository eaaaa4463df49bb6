import type { NotificationRow } from '@milepost/db/notifications/list-notifications';
import { notificationMessage, notificationTitle } from '@milepost/contract/messages/notifications';
import type { Database } from '@milepost/db/client';
import { countUnread, listNotifications as readRows } from '@milepost/db/notifications/list-notifications';
import type { NotificationView, Notifications } from '../../views/people-views';

const SHOWN = 20;

/** What the bell shows to one person. */
export async function listNotifications(db: Database, userId: string): Promise<Notifications> {
  const [rows, unread] = await Promise.all([readRows(db, { userId, limit: SHOWN }), countUnread(db, userId)]);
  return { items: rows.map(notificationView), unread };
}

function notificationView({ operationTitle, content, at, ...row }: NotificationRow): NotificationView {
  return {
    ...row,
    title: notificationTitle({ operationTitle, content }),
    sentence: notificationMessage(content),
    at: at.toISOString(),
  };
}
