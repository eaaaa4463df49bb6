'use client';

import { trpc } from '../../api/trpc';

/** Marks the notifications of an operation as read, or all (null). */
export function useMarkRead(): (operationId: string | null) => void {
  const utils = trpc.useUtils();
  const { mutate } = trpc.notifications.markRead.useMutation({
    onSettled: () => void utils.notifications.list.invalidate(),
  });
  return (operationId) => {
    mutate({ operationId });
  };
}
