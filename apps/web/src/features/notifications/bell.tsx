'use client';

import { Bell as BellIcon } from 'lucide-react';
import Link from 'next/link';
import { Popover } from 'radix-ui';
import { useState } from 'react';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { IconButton } from '../../components/forms/icon-button';
import { NotificationList } from './notification-list';
import { useMarkRead } from './use-mark-read';

/** How many notifications are unread, and the latest of them. */
export function Bell() {
  const [open, setOpen] = useState(false);
  const { data } = trpc.notifications.list.useQuery();
  const markRead = useMarkRead();
  const unread = data?.unread ?? 0;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}>
          <BellIcon aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute bottom-[calc(50%-1px)] left-[calc(50%-1px)] grid h-4 min-w-4 place-items-center rounded-full bg-warn-ink px-1 text-[10px] font-semibold text-surface"
            >
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Notifications"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-40 flex max-h-[70dvh] w-[min(400px,calc(100vw-24px))] flex-col overflow-clip rounded-lg bg-surface shadow-pop outline-none"
        >
          <div className="flex min-h-11 items-center gap-2 border-b py-1.5 pr-2 pl-4">
            <h2 className="flex-1">
              Notifications <span className="font-normal text-ink-3">{unread} unread</span>
            </h2>
            <Button
              variant="ghost"
              size="sm"
              disabled={unread === 0}
              onClick={() => {
                markRead({ operationId: null });
              }}
            >
              Mark all as read
            </Button>
          </div>
          <NotificationList
            items={data?.items ?? []}
            onGo={() => {
              setOpen(false);
            }}
          />
          <div className="flex items-center border-t px-4 py-2 text-xs text-ink-3">
            <Link
              href="/settings"
              className="flex-1 text-accent-ink underline"
              onClick={() => {
                setOpen(false);
              }}
            >
              Notification settings
            </Link>
            Kept for 30 days
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
