'use client';

import type { NotificationView } from '@milepost/api/people-views';
import { notificationHeadline, notificationPath } from '@milepost/contract/messages/notifications';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';

import { trpc } from '../../api/trpc';
import { StatusIcon } from '../../components/status/status-icon';
import { notificationStyles } from './notification-style';
import { useMarkRead } from './use-mark-read';

/**
 * Shows notifications that arrive while this tab is open; earlier ones are in the bell. Looking at the page that a notification is
 * about marks it as read.
 */
export function NotificationToasts() {
  const pathname = usePathname() ?? ''; // null in a page of the older router only
  const { data } = trpc.notifications.list.useQuery();
  const known = useRef<Set<string> | null>(null);
  const markRead = useMarkRead();
  useEffect(() => {
    if (data === undefined) return;
    const before = known.current;
    known.current = new Set(data.items.map(({ id }) => id));
    const onScreen = data.items.filter((item) => !item.read && isOnScreen(pathname, item));
    if (onScreen.length > 0) {
      const operationId = onScreen[0]?.operationId ?? null;
      markRead(operationId === null ? { ids: onScreen.map(({ id }) => id) } : { operationId });
    }
    if (before === null) return;
    const arrived = data.items.filter(({ id, read }) => !before.has(id) && !read);
    for (const item of arrived.reverse()) if (!isOnScreen(pathname, item)) show(item);
    // Of a render, only the news and the place matter.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- markRead is another function in each render
  }, [data, pathname]);
  return null;
}

function isOnScreen(pathname: string, item: NotificationView): boolean {
  return !document.hidden && pathname === notificationPath(item).split('#')[0];
}

/** A newer notification about the same operation or server replaces the one before. */
function show(item: NotificationView): void {
  const { id, kind, operationId, serverId, sentence } = item;
  const { icon, tone } = notificationStyles[kind];
  toast(
    <a href={notificationPath(item)} className="font-medium hover:underline">
      {notificationHeadline(item)}
    </a>,
    {
      id: operationId ?? serverId ?? id,
      description: sentence,
      icon: <StatusIcon name={icon} tone={tone} />,
      closeButton: true,
      ...(kind === 'needs_decision' ? { duration: Infinity } : {}),
    },
  );
}
