import { getOverview } from '../services/overview/get-overview';
import { router, viewerProcedure } from '../trpc';
import type { Overview } from '../views';

export const overviewRouter = router({
  get: viewerProcedure.query(({ ctx }): Promise<Overview> => getOverview(ctx.dependencies)),
});
