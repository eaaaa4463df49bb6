import { router, viewerProcedure } from '../trpc';
import type { SessionUser } from '../views';

export const sessionRouter = router({
  me: viewerProcedure.query(({ ctx }): SessionUser => ctx.user),
});
