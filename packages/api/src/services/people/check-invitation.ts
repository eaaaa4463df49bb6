import type { Database } from '@milepost/db/client';
import type { InvitationOffer } from '../../views/people-views';
import { invalidInvitation, usableLink } from './invitation';

/**
 * What an invitation's link offers, for the page that it opens.
 *
 * @throws AppError FORBIDDEN where it is unknown, used, expired, revoked, or its creator is no longer an owner
 */
export async function checkInvitation(db: Database, token: string): Promise<InvitationOffer> {
  const invitation = await db.invitation.findFirst({
    where: usableLink(token),
    include: { createdBy: { select: { name: true } } },
  });
  if (!invitation) throw invalidInvitation();
  const { email, role, createdBy } = invitation;
  return { email, role, invitedBy: createdBy.name };
}
