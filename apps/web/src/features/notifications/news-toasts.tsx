'use client';

import type { NotificationView } from '@milepost/api/people-views';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';

import { trpc } from '../../api/trpc';
import { Sign } from '../../components/sign';
import { notificationLook } from './notification-look';
import { useMarkRead } from './use-mark-read';

/** Shows what is told while this tab is open; what was told before is in the bell. Looking at an operation reads its news. */
export function NewsToasts() {
  const pathname = usePathname() ?? ''; // null in a page of the older router only
  const { data } = trpc.notifications.list.useQuery();
  const known = useRef<Set<string> | null>(null);
  const markRead = useMarkRead();
  useEffect(() => {
    if (data === undefined) return;
    const before = known.current;
    known.current = new Set(data.items.map(({ id }) => id));
    const looked = data.items.find(({ operationId, read }) => !read && isLookedAt(pathname, operationId));
    if (looked !== undefined) markRead(looked.operationId);
    if (before === null) return;
    const news = data.items.filter(({ id, read }) => !before.has(id) && !read);
    for (const item of news.reverse()) if (!isLookedAt(pathname, item.operationId)) show(item);
    // Of a render, only the news and the place matter.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- markRead is another function in each render
  }, [data, pathname]);
  return null;
}

function isLookedAt(pathname: string, operationId: string): boolean {
  return !document.hidden && pathname === `/operations/${operationId}`;
}

/** A newer word about the same operation replaces the one before. */
function show({ kind, operationId, title, sentence }: NotificationView): void {
  const { sign, tone, word } = notificationLook[kind];
  toast(
    <a href={`/operations/${operationId}`} className="font-medium hover:underline">
      {title} {word}
    </a>,
    {
      id: operationId,
      description: sentence,
      icon: <Sign name={sign} tone={tone} />,
      closeButton: true,
      ...(kind === 'needs_decision' ? { duration: Infinity } : {}),
    },
  );
}
