import type { Feed } from '@milepost/db/live/feed';
import type { TrackedEnvelope } from '@trpc/server';
import { z } from 'zod';
import { followLive } from '../live/follow-live';
import { pollLive } from '../live/poll-live';
import { router, viewerProcedure } from '../trpc';
import type { LiveUpdate } from '../views';
import { watch } from './inputs';

const follow = z.object({ watch, lastEventId: z.string().max(20_000).nullish() });

export const liveRouter = router({
  poll: viewerProcedure
    .input(z.object({ watch, since: z.iso.datetime().nullish() }))
    .query(({ ctx, input }): Promise<LiveUpdate & { at: string }> => {
      const { viewer, dependencies } = ctx;
      return pollLive(dependencies.db, input, { role: viewer.role, temporalUi: dependencies.temporalUi });
    }),
  /** Served apart from the others: see live/serve-live.ts. */
  follow: viewerProcedure
    .input(follow)
    .subscription(({ ctx, input, signal }): Feed<TrackedEnvelope<LiveUpdate>> => {
      const { dependencies, viewer, sessionId, readSession } = ctx;
      return followLive(dependencies, {
        ...input,
        viewer,
        sessionId,
        readSession,
        lastEventId: input.lastEventId,
        signal: signal ?? new AbortController().signal,
      });
    }),
});
