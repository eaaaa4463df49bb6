import { router, viewerProcedure } from '../trpc';
import type { Viewer } from '../views';

export const sessionRouter = router({
  me: viewerProcedure.query(({ ctx }): Viewer => ctx.viewer),
});
