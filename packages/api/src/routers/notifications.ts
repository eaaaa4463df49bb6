import type { Which } from '@milepost/db/notifications/mark-read';
import { z } from 'zod';
import { listNotifications } from '../services/notifications/list-notifications';
import { mailSettings, setEmailPreference } from '../services/notifications/mail-settings';
import { markNotificationsRead } from '../services/notifications/mark-notifications-read';
import { router, viewerProcedure } from '../trpc/trpc';
import type { MailSettings, Notifications } from '../views/people-views';
import { id, operationId } from './inputs';

export const notificationsRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<Notifications> => {
    return listNotifications(ctx.dependencies.db, ctx.user.id);
  }),
  /** Those of one operation (null: all), or those with the given ids. */
  markRead: viewerProcedure
    .input(
      z.union([
        z.object({ operationId: operationId.nullable() }),
        z.object({ ids: z.array(id).min(1).max(100) }),
      ]),
    )
    .mutation(({ ctx, input }): Promise<void> => {
      return markNotificationsRead(ctx.dependencies.db, { userId: ctx.user.id, which: whichOf(input) });
    }),
  mail: viewerProcedure.query(({ ctx }): Promise<MailSettings> => {
    return mailSettings(ctx.dependencies.db, ctx.user.id);
  }),
  setEmailPreference: viewerProcedure
    .input(z.object({ preference: z.enum(['never', 'mine', 'any']) }))
    .mutation(({ ctx, input }): Promise<MailSettings> => {
      return setEmailPreference(ctx.dependencies.db, { userId: ctx.user.id, ...input });
    }),
});

function whichOf(input: { operationId: string | null } | { ids: string[] }): Which {
  if ('ids' in input) return input;
  return input.operationId === null ? 'all' : { operationId: input.operationId };
}
