'use client';

import { RETRY_MS } from '../api/query-client';
import { trpc } from '../api/trpc';

const ENGINE_MS = 30_000;
const ENGINE_AWAY_MS = 5_000;

/**
 * The overview. The stream brings every operation's summary, so its bars move by themselves; whether the workflow
 * engine answers is asked for now and then, more often while it does not.
 */
export function useLiveOverview() {
  return trpc.overview.get.useQuery(undefined, {
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return RETRY_MS;
      return state.data?.engine.reachable === false ? ENGINE_AWAY_MS : ENGINE_MS;
    },
  });
}
