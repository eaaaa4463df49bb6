import { randomUUID } from 'node:crypto';
import { modelTransaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { hashPassword } from 'better-auth/crypto';
import { AppError } from '../../errors/app-error';
import type { Viewer } from '../../views';
import type { NewOwner } from '../setup/create-owner';
import { hashOwnerToken } from '../setup/owner-token';

const invalid = () =>
  new AppError('FORBIDDEN', 'This invitation is no longer valid. Ask the owner for a new one.');

/**
 * Uses up an invitation and creates the account with its role. Of two at once, one gets it.
 *
 * @throws AppError FORBIDDEN, CONFLICT
 */
export async function join(db: Database, { token, name, email, password }: NewOwner): Promise<Viewer> {
  const tokenHash = hashOwnerToken(token);
  const usable = { tokenHash, usedAt: null, expiresAt: { gt: new Date() } };
  if ((await db.invitation.count({ where: usable })) === 0) throw invalid();
  const hash = await hashPassword(password);
  return modelTransaction(db, async (tx) => {
    const { count } = await tx.invitation.updateMany({ where: usable, data: { usedAt: new Date() } });
    if (count === 0) throw invalid();
    const { role } = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } });
    const address = email.toLowerCase();
    if ((await tx.user.count({ where: { email: address } })) > 0) {
      const taken = 'Somebody has an account with this e-mail address already.';
      throw new AppError('CONFLICT', taken, { fields: { email: taken } });
    }
    const id = randomUUID();
    const account = { id: randomUUID(), accountId: id, providerId: 'credential', password: hash };
    await tx.user.create({ data: { id, name, email: address, role, accounts: { create: account } } });
    return { id, name, email: address, role };
  });
}
