import type { Database } from '@milepost/db/client';
import { hashOwnerToken, newOwnerToken } from './owner-token';

const VALID_MINUTES = 30;

/** A new link, or why there is none, in a sentence for whoever runs the command. */
export type RecoveryLink = { token: string; email: string } | { problem: string };

/**
 * The token of a one-time link (`/recover#token=…`) by which an owner who forgot the password sets a new one, valid for
 * 30 minutes; links made for the same owner before are void. `email` chooses among several owners.
 */
export async function createRecoveryLink(db: Database, email?: string): Promise<RecoveryLink> {
  const owners = await db.user.findMany({ where: { role: 'owner' }, orderBy: { email: 'asc' } });
  const [owner, ...others] = email ? owners.filter((each) => each.email === email.toLowerCase()) : owners;
  if (owners.length === 0)
    return { problem: 'There is no owner yet: run this command without --recover to create one.' };
  const emails = owners.map((each) => each.email).join(', ');
  if (!owner) return { problem: `No owner has the email ${email}. The owners are: ${emails}.` };
  if (others.length > 0)
    return { problem: `There are several owners: choose one with --email. The owners are: ${emails}.` };
  const token = newOwnerToken();
  const expiresAt = new Date(Date.now() + VALID_MINUTES * 60 * 1000);
  await db.$transaction([
    db.recoveryLink.deleteMany({ where: { userId: owner.id } }),
    db.recoveryLink.create({ data: { tokenHash: hashOwnerToken(token), userId: owner.id, expiresAt } }),
  ]);
  return { token, email: owner.email };
}
