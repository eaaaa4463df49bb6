import { createOwner } from '../services/setup/create-owner';
import { ownerExists } from '../services/setup/owner-exists';
import { publicProcedure, router } from '../trpc';
import type { Viewer } from '../views';
import { newAccount } from './new-account';

export const setupRouter = router({
  status: publicProcedure.query(async ({ ctx }): Promise<{ ownerExists: boolean }> => ({
    ownerExists: await ownerExists(ctx.dependencies.db),
  })),
  createOwner: publicProcedure
    .input(newAccount)
    .mutation(({ ctx, input }): Promise<Viewer> => createOwner(ctx.dependencies.db, input)),
});
