import { z } from 'zod';
import { listNotifications } from '../services/notifications/list-notifications';
import { mailSettings, setMailWish } from '../services/notifications/mail-settings';
import { markNotificationsRead } from '../services/notifications/mark-notifications-read';
import { router, viewerProcedure } from '../trpc';
import type { MailSettings, Notifications } from '../people-views';
import { operationId } from './inputs';

export const notificationsRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<Notifications> => {
    return listNotifications(ctx.dependencies.db, ctx.viewer.id);
  }),
  /** Those of one operation, or all. */
  markRead: viewerProcedure
    .input(z.object({ operationId: operationId.nullable() }))
    .mutation(({ ctx, input }): Promise<void> => {
      return markNotificationsRead(ctx.dependencies.db, { userId: ctx.viewer.id, ...input });
    }),
  mail: viewerProcedure.query(({ ctx }): Promise<MailSettings> => {
    return mailSettings(ctx.dependencies.db, ctx.viewer.id);
  }),
  setMail: viewerProcedure
    .input(z.object({ wish: z.enum(['never', 'mine', 'any']) }))
    .mutation(({ ctx, input }): Promise<MailSettings> => {
      return setMailWish(ctx.dependencies.db, { userId: ctx.viewer.id, ...input });
    }),
});
