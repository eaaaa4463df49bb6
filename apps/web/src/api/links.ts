import type { AppRouter } from '@milepost/api/router';
import type { TRPCLink } from '@trpc/client';
import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import superjson from 'superjson';

import { noteServerDate } from '../time/clock';

/** Procedures whose input may hold a secret: it has no place in an address, so they are always sent as a POST. */
const SECRET_INPUT = new Set(['packages.preview']);

const fetchAndNoteDate: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  noteServerDate(response.headers.get('date'));
  return response;
};

/** How calls travel: the stream by EventSource, quick reads in batches, everything else alone. */
export function links(): TRPCLink<AppRouter>[] {
  const options = { url: '/api/trpc', transformer: superjson, fetch: fetchAndNoteDate };
  return [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ ...options, url: '/api' }), // pages/api/live.follow.ts
      false: splitLink({
        condition: ({ path }) => SECRET_INPUT.has(path),
        true: httpLink({ ...options, methodOverride: 'POST' }),
        false: splitLink({
          condition: ({ type }) => type === 'mutation',
          true: httpLink(options),
          false: httpBatchLink({ ...options, maxURLLength: 6_000 }),
        }),
      }),
    }),
  ];
}
