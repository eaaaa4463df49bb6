import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { router, viewerProcedure } from '../trpc';
import type { Progress } from '../views';
import { id } from './inputs';

export const installationsRouter = router({
  progress: viewerProcedure
    .input(z.object({ serverId: id, packageId: id }))
    .query((): Promise<Progress> => notImplemented()),
});
