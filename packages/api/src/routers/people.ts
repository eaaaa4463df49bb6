import { z } from 'zod';
import { changeRole } from '../services/people/change-role';
import { checkInvitation } from '../services/people/check-invitation';
import { invite, revokeInvitation } from '../services/people/invite';
import type { Invited } from '../services/people/invite';
import { join } from '../services/people/join';
import { listNames } from '../services/people/list-names';
import { listPeople } from '../services/people/list-people';
import { removePerson } from '../services/people/remove-person';
import { ownerProcedure, publicProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { InvitationOffer, InvitationView, PersonName, PersonView } from '../views/people-views';
import type { SessionUser } from '../views/views';
import { id } from './inputs';
import { newAccount } from './new-account';

const role = z.enum(['owner', 'operator', 'viewer']);

export const peopleRouter = router({
  names: viewerProcedure.query(({ ctx }): Promise<PersonName[]> => listNames(ctx.dependencies.db)),
  list: ownerProcedure.query(({ ctx }): Promise<{ people: PersonView[]; invitations: InvitationView[] }> => {
    return listPeople(ctx.dependencies.db);
  }),
  invite: ownerProcedure
    .input(z.object({ role, email: newAccount.shape.email }))
    .mutation(({ ctx, input }): Promise<Invited> => {
      const { db, url } = ctx.dependencies;
      return invite(db, { by: ctx.user, url, ...input });
    }),
  revokeInvitation: ownerProcedure
    .input(z.object({ invitationId: id }))
    .mutation(({ ctx, input }): Promise<void> => {
      return revokeInvitation(ctx.dependencies.db, { by: ctx.user, ...input });
    }),
  changeRole: ownerProcedure
    .input(z.object({ userId: id, role }))
    .mutation(({ ctx, input }): Promise<void> => {
      return changeRole(ctx.dependencies.db, { by: ctx.user, ...input });
    }),
  remove: ownerProcedure.input(z.object({ userId: id })).mutation(({ ctx, input }): Promise<void> => {
    return removePerson(ctx.dependencies.db, { by: ctx.user, ...input });
  }),
  /** As a POST: the token has no place in an address. */
  checkInvitation: publicProcedure
    .input(z.object({ token: newAccount.shape.token }))
    .query(({ ctx, input }): Promise<InvitationOffer> => checkInvitation(ctx.dependencies.db, input.token)),
  join: publicProcedure
    .input(newAccount)
    .mutation(({ ctx, input }): Promise<SessionUser> => join(ctx.dependencies, input)),
});
