import { notImplemented } from '../errors/not-implemented';
import { router, viewerProcedure } from '../trpc';
import type { Overview } from '../views';

export const overviewRouter = router({
  get: viewerProcedure.query((): Promise<Overview> => notImplemented()),
});
