import { router, viewerProcedure } from '../trpc/trpc';
import type { SessionUser } from '../views/views';

export const sessionRouter = router({
  me: viewerProcedure.query(({ ctx }): SessionUser => ctx.user),
});
