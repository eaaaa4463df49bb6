'use client';

import { trpc } from '../../api/trpc';

/** Whether this person may change anything; false until that is known. The API checks again. */
export function useCanOperate(): boolean {
  const { data } = trpc.session.me.useQuery();
  return data !== undefined && data.role !== 'viewer';
}

/** Whether this person has read-only access, once that is known: to say so where others have a form. */
export function useIsReadOnly(): boolean {
  return trpc.session.me.useQuery().data?.role === 'viewer';
}
