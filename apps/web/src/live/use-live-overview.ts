'use client';

import { trpc } from '../api/trpc';

/** The overview. The stream brings every operation's summary, so its bars move by themselves. */
export function useLiveOverview() {
  return trpc.overview.get.useQuery();
}
