import type { ModelTransaction } from '@milepost/db/client';
import { AppError } from '../../errors/app-error';
import { ownerExists } from './owner-exists';
import { hashOwnerToken } from './owner-token';

/**
 * Whether a one-time link can create the owner now.
 *
 * @throws AppError CONFLICT where an owner exists; FORBIDDEN where the link is unknown, used or expired
 */
export async function assertOwnerLink(db: ModelTransaction, token: string): Promise<void> {
  if (await ownerExists(db)) throw new AppError('CONFLICT', 'An owner already exists. Sign in instead.');
  const link = await db.ownerLink.findUnique({ where: { tokenHash: hashOwnerToken(token) } });
  if (!link || link.usedAt || link.expiresAt < new Date())
    throw new AppError('FORBIDDEN', 'This link is no longer valid. Run "npm run owner-link" for a new one.');
}
