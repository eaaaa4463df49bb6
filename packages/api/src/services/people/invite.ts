import type { Database } from '@milepost/db/client';
import type { Role, Viewer } from '../../views';
import { hashOwnerToken, newOwnerToken } from '../setup/owner-token';
import { asOwner } from './owner-lock';

const VALID_DAYS = 7;

interface Invite {
  by: Viewer;
  role: Role;
  note: string;
  /** Where people open the console. */
  url: URL;
}

/** A link by which one person joins with a role. It is shown once: only its hash is kept. */
export function invite(db: Database, { by, role, note, url }: Invite): Promise<{ link: string }> {
  const token = newOwnerToken();
  const expiresAt = new Date(Date.now() + VALID_DAYS * 24 * 60 * 60 * 1000);
  return asOwner(db, by.id, async (tx) => {
    const tokenHash = hashOwnerToken(token);
    await tx.invitation.create({ data: { tokenHash, role, note, createdBy: by.email, expiresAt } });
    return { link: new URL(`/join?token=${token}`, url).href };
  });
}

/** Makes an invitation void; one that was used stays used. */
export function withdrawInvitation(
  db: Database,
  { by, invitationId }: { by: Viewer; invitationId: string },
): Promise<void> {
  return asOwner(db, by.id, async (tx) => {
    await tx.invitation.deleteMany({ where: { id: invitationId, usedAt: null } });
  });
}
