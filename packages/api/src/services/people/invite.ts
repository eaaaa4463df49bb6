import type { Database } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import type { Role, SessionUser } from '../../views/views';
import { hashOwnerToken, newOwnerToken } from '../setup/owner-token';
import { VALID_MS } from './invitation';
import { withOwnerLock } from './owner-lock';

interface Invite {
  by: SessionUser;
  role: Role;
  /** The only address that can join by this link. */
  email: string;
  /** Where people open the console. */
  url: URL;
}

export interface Invited {
  link: string;
  email: string;
  expiresAt: string;
}

/**
 * A link by which one address joins with a role. It is shown once: only its hash is kept. Earlier invitations of the same address
 * are void.
 *
 * @throws AppError FORBIDDEN, CONFLICT
 */
export function invite(db: Database, { by, role, url, ...invited }: Invite): Promise<Invited> {
  const token = newOwnerToken();
  const email = invited.email.toLowerCase();
  const expiresAt = new Date(Date.now() + VALID_MS[role]);
  return withOwnerLock(db, by.id, async (tx) => {
    if ((await tx.user.count({ where: { email } })) > 0)
      throw requestError('CONFLICT', { code: 'email_taken' }, { field: 'email' });
    await tx.invitation.deleteMany({ where: { email, usedAt: null } });
    await tx.invitation.create({
      data: { tokenHash: hashOwnerToken(token), email, role, createdById: by.id, expiresAt },
    });
    return { link: new URL(`/join#token=${token}`, url).href, email, expiresAt: expiresAt.toISOString() };
  });
}

/** Makes an invitation void; one that was used stays used. */
export function revokeInvitation(
  db: Database,
  { by, invitationId }: { by: SessionUser; invitationId: string },
): Promise<void> {
  return withOwnerLock(db, by.id, async (tx) => {
    await tx.invitation.deleteMany({ where: { id: invitationId, usedAt: null } });
  });
}
