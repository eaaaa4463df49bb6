import { MAX_BATCH } from '@milepost/api/max-batch';
import type { AppRouter } from '@milepost/api/router';
import type { TRPCLink } from '@trpc/client';
import { httpBatchLink, httpBatchStreamLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';

import { noteServerDate } from '../time/clock';

/** Queries whose input may hold a secret: it has no place in an address, so they are always sent as a POST. */
const SECRET_INPUT = new Set(['people.checkInvitation', 'setup.checkLink', 'setup.checkRecoveryLink']);
/** The same, with an answer that comes bit by bit. */
const STREAMED = new Set(['packages.followPreview', 'installations.followPreview', 'stacks.followPreview']);

const fetchAndNoteDate: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  noteServerDate(response.headers.get('date'));
  return response;
};

/** How calls travel: the stream by EventSource, quick reads in batches, everything else alone. */
export function links(): TRPCLink<AppRouter>[] {
  const options = { url: '/api/trpc', fetch: fetchAndNoteDate };
  return [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ ...options, url: '/api' }), // pages/api/live.follow.ts
      false: splitLink({
        condition: ({ path }) => STREAMED.has(path),
        true: httpBatchStreamLink({ ...options, methodOverride: 'POST', maxItems: 1 }),
        false: splitLink({
          condition: ({ path }) => SECRET_INPUT.has(path),
          true: httpLink({ ...options, methodOverride: 'POST' }),
          false: splitLink({
            condition: ({ type }) => type === 'mutation',
            true: httpLink(options),
            false: httpBatchLink({ ...options, maxItems: MAX_BATCH, maxURLLength: 6_000 }),
          }),
        }),
      }),
    }),
  ];
}
