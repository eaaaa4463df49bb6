import type { ModelTransaction } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import { ownerExists } from './owner-exists';
import { hashOwnerToken } from './owner-token';

/**
 * Whether a one-time link can create the owner now.
 *
 * @throws AppError CONFLICT where an owner exists; FORBIDDEN where the link is unknown, used or expired
 */
export async function assertOwnerLink(db: ModelTransaction, token: string): Promise<void> {
  if (await ownerExists(db)) throw requestError('CONFLICT', { code: 'owner_exists' });
  const link = await db.ownerLink.findUnique({ where: { tokenHash: hashOwnerToken(token) } });
  if (!link || link.usedAt || link.expiresAt < new Date())
    throw requestError('FORBIDDEN', { code: 'owner_link_invalid' });
}
