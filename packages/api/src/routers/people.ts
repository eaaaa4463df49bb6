import { z } from 'zod';
import { changeRole } from '../services/people/change-role';
import { invite, withdrawInvitation } from '../services/people/invite';
import { join } from '../services/people/join';
import { listPeople } from '../services/people/list-people';
import { removePerson } from '../services/people/remove-person';
import { ownerProcedure, publicProcedure, router } from '../trpc';
import type { InvitationView, PersonView } from '../people-views';
import type { Viewer } from '../views';
import { id } from './inputs';
import { newAccount } from './new-account';

const role = z.enum(['owner', 'operator', 'viewer']);
const note = z.string().trim().max(100, 'A note has at most 100 characters.').default('');

export const peopleRouter = router({
  list: ownerProcedure.query(({ ctx }): Promise<{ people: PersonView[]; invitations: InvitationView[] }> => {
    return listPeople(ctx.dependencies.db);
  }),
  invite: ownerProcedure
    .input(z.object({ role, note }))
    .mutation(({ ctx, input }): Promise<{ link: string }> => {
      const { db, url } = ctx.dependencies;
      return invite(db, { by: ctx.viewer, url, ...input });
    }),
  withdraw: ownerProcedure.input(z.object({ invitationId: id })).mutation(({ ctx, input }): Promise<void> => {
    return withdrawInvitation(ctx.dependencies.db, { by: ctx.viewer, ...input });
  }),
  changeRole: ownerProcedure
    .input(z.object({ userId: id, role }))
    .mutation(({ ctx, input }): Promise<void> => {
      return changeRole(ctx.dependencies.db, { by: ctx.viewer, ...input });
    }),
  remove: ownerProcedure.input(z.object({ userId: id })).mutation(({ ctx, input }): Promise<void> => {
    return removePerson(ctx.dependencies.db, { by: ctx.viewer, ...input });
  }),
  join: publicProcedure
    .input(newAccount)
    .mutation(({ ctx, input }): Promise<Viewer> => join(ctx.dependencies.db, input)),
});
