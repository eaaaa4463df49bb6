import { BAD_CURSOR } from '@milepost/contract/messages/errors/database-errors';
import type { PullIterator } from '@milepost/db/live/pull-iterator';
import type { TrackedEnvelope } from '@trpc/server';
import { z } from 'zod';
import { followLive } from '../live/follow-live';
import { pollLive } from '../live/poll-live';
import { router, viewerProcedure } from '../trpc/trpc';
import type { LiveUpdate } from '../views/views';
import { moment, watch } from './inputs';

const follow = z.object({ watch, lastEventId: z.string().max(20_000).nullish() });

export const liveRouter = router({
  poll: viewerProcedure
    .input(z.object({ watch, since: moment(BAD_CURSOR).nullish() }))
    .query(({ ctx, input }): Promise<LiveUpdate & { at: string }> => {
      const { user, dependencies } = ctx;
      return pollLive(dependencies.db, input, { role: user.role, temporalUi: dependencies.temporalUi });
    }),
  /** Served apart from the others: see live/serve-live.ts. */
  follow: viewerProcedure
    .input(follow)
    .subscription(({ ctx, input, signal }): PullIterator<TrackedEnvelope<LiveUpdate>> => {
      const { dependencies, user, sessionId, readSession } = ctx;
      return followLive(dependencies, {
        ...input,
        user,
        sessionId,
        readSession,
        lastEventId: input.lastEventId,
        signal: signal ?? new AbortController().signal,
      });
    }),
});
