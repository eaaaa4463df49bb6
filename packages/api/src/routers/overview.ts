import { adoptEngine } from '../services/overview/adopt-engine';
import { getOverview } from '../services/overview/get-overview';
import { ownerProcedure, router, viewerProcedure } from '../trpc';
import type { Overview } from '../views';

export const overviewRouter = router({
  get: viewerProcedure.query(({ ctx }): Promise<Overview> => getOverview(ctx.dependencies)),
  adopt: ownerProcedure.mutation(({ ctx }): Promise<{ operations: number }> =>
    adoptEngine(ctx.dependencies, ctx.viewer.email),
  ),
});
