import { adoptCluster } from '../services/overview/adopt-cluster';
import { getOverview } from '../services/overview/get-overview';
import { ownerProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { Overview } from '../views/overview-views';

export const overviewRouter = router({
  get: viewerProcedure.query(({ ctx }): Promise<Overview> => getOverview(ctx.dependencies)),
  adoptCluster: ownerProcedure.mutation(({ ctx }): Promise<{ operations: number }> =>
    adoptCluster(ctx.dependencies, ctx.user.email),
  ),
});
