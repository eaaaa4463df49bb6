import type { Database } from '@milepost/db/client';
import { ownerExists } from './owner-exists';
import { hashOwnerToken, newOwnerToken } from './owner-token';

const VALID_DAYS = 7;

/**
 * The token of a new one-time link (`/setup#token=…`) that creates the owner account; links given before are void.
 * Null once there is an owner.
 */
export async function createOwnerLink(db: Database): Promise<{ token: string } | null> {
  if (await ownerExists(db)) return null;
  const token = newOwnerToken();
  const expiresAt = new Date(Date.now() + VALID_DAYS * 24 * 60 * 60 * 1000);
  await db.$transaction([
    db.ownerLink.deleteMany({ where: { usedAt: null } }),
    db.ownerLink.create({ data: { tokenHash: hashOwnerToken(token), expiresAt } }),
  ]);
  return { token };
}
