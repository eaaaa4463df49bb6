import { z } from 'zod';
import { changeName } from '../services/account/change-name';
import { changePassword } from '../services/account/change-password';
import { router, viewerProcedure } from '../trpc/trpc';
import type { SessionUser } from '../views/views';
import { accountName, currentPassword, newPassword } from './new-account';

/** One's own account. */
export const accountRouter = router({
  changeName: viewerProcedure
    .input(z.object({ name: accountName }))
    .mutation(({ ctx, input }): Promise<SessionUser> => {
      return changeName(ctx.dependencies.db, { user: ctx.user, ...input });
    }),
  changePassword: viewerProcedure
    .input(z.object({ currentPassword, newPassword }))
    .mutation(({ ctx, input }): Promise<void> => {
      const { dependencies, user, sessionId } = ctx;
      return changePassword(dependencies.db, { userId: user.id, sessionId, ...input });
    }),
});
