import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { isRetryable, toProblem } from './problem';
import { shouldRetry, retryDelayMs } from './retry';

/** Reads that failed are tried again by themselves every 8 s, and the page says so. */
export const RETRY_MS = 8_000;

/** The cache. The live stream keeps it fresh, so nothing is read again only because a window got the focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    mutationCache: new MutationCache({ onError: signInAgain }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: shouldRetry,
        retryDelay: retryDelayMs,
        refetchInterval: ({ state }) =>
          state.status === 'error' && isRetryable(state.error) ? RETRY_MS : false,
      },
      mutations: { retry: false },
    },
  });
}

/** A session that ended elsewhere: back to the sign-in page, and from there to where one was. */
export function signInAgain(error: unknown): void {
  if (toProblem(error).code !== 'UNAUTHORIZED' || window.location.pathname === '/sign-in') return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
