'use client';

import { trpc } from '../../api/trpc';

/** Whether this person may do more than look; false until that is known. The API judges again. */
export function useMayChange(): boolean {
  const { data } = trpc.session.me.useQuery();
  return data !== undefined && data.role !== 'viewer';
}

/** Whether this person may only look, once that is known: for saying so where others have a form. */
export function useLooksOnly(): boolean {
  return trpc.session.me.useQuery().data?.role === 'viewer';
}
