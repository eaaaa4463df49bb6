import { z } from 'zod';
import { readProgress } from '../services/installations/read-progress';
import { router, viewerProcedure } from '../trpc';
import type { Progress } from '../views';
import { id } from './inputs';

export const installationsRouter = router({
  progress: viewerProcedure
    .input(z.object({ serverId: id, packageId: id }))
    .query(({ ctx, input }): Promise<Progress> => readProgress(ctx.dependencies.db, input)),
});
