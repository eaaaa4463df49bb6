'use client';

import { trpc } from '../../api/trpc';

/** Whether this person may do more than look; false until that is known. The API judges again. */
export function useMayChange(): boolean {
  const { data } = trpc.session.me.useQuery();
  return data !== undefined && data.role !== 'viewer';
}
