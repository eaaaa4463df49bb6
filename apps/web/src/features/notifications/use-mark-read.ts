'use client';

import { trpc } from '../../api/trpc';

type ReadNotifications = { operationId: string | null } | { ids: string[] };

/** Marks notifications as read: those of an operation (null: all), or those with the given ids. */
export function useMarkRead(): (which: ReadNotifications) => void {
  const utils = trpc.useUtils();
  const { mutate } = trpc.notifications.markRead.useMutation({
    onSettled: () => void utils.notifications.list.invalidate(),
  });
  return (which) => {
    mutate(which);
  };
}
