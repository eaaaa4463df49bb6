import { z } from 'zod';
import { createOwner } from '../services/setup/create-owner';
import { assertOwnerLink } from '../services/setup/owner-link';
import { ownerExists } from '../services/setup/owner-exists';
import { checkRecoveryLink, recoverOwner } from '../services/setup/recover-owner';
import { publicProcedure, router } from '../trpc/trpc';
import type { SessionUser } from '../views/views';
import { linkToken, newAccount, newPassword } from './new-account';

export const setupRouter = router({
  status: publicProcedure.query(async ({ ctx }): Promise<{ ownerExists: boolean }> => ({
    ownerExists: await ownerExists(ctx.dependencies.db),
  })),
  /** As a POST: the token has no place in an address. Throws what `createOwner` would throw for the link. */
  checkLink: publicProcedure
    .input(z.object({ token: linkToken }))
    .query(async ({ ctx, input }): Promise<{ usable: true }> => {
      await assertOwnerLink(ctx.dependencies.db, input.token);
      return { usable: true };
    }),
  createOwner: publicProcedure
    .input(newAccount)
    .mutation(({ ctx, input }): Promise<SessionUser> => createOwner(ctx.dependencies.db, input)),
  /** As a POST. Throws what `recover` would throw for the link. */
  checkRecoveryLink: publicProcedure
    .input(z.object({ token: linkToken }))
    .query(({ ctx, input }): Promise<{ email: string }> =>
      checkRecoveryLink(ctx.dependencies.db, input.token),
    ),
  recover: publicProcedure
    .input(z.object({ token: linkToken, password: newPassword }))
    .mutation(({ ctx, input }): Promise<{ email: string }> => recoverOwner(ctx.dependencies, input)),
});
