import { tracked } from '@trpc/server';
import type { TrackedEnvelope } from '@trpc/server';
import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { router, viewerProcedure } from '../trpc';
import type { LiveUpdate } from '../views';
import { watch } from './inputs';

const follow = z.object({ watch, lastEventId: z.string().max(20_000).nullish() });

export const liveRouter = router({
  poll: viewerProcedure
    .input(z.object({ watch, since: z.iso.datetime().nullish() }))
    .query((): Promise<LiveUpdate & { at: string }> => notImplemented()),
  follow: viewerProcedure.input(follow).subscription(async function* ({
    signal,
  }): AsyncGenerator<TrackedEnvelope<LiveUpdate>> {
    await Promise.resolve();
    if (signal?.aborted) return;
    yield tracked('none', notImplemented());
  }),
});
