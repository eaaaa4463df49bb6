import { randomUUID } from 'node:crypto';
import { modelTransaction } from '@milepost/db/client';
import type { Database, ModelTransaction } from '@milepost/db/client';
import { hashPassword } from 'better-auth/crypto';
import { AppError } from '../../errors/app-error';
import type { Viewer } from '../../views';
import { ownerExists } from './owner-exists';
import { hashOwnerToken } from './owner-token';

export interface NewOwner {
  token: string;
  name: string;
  email: string;
  password: string;
}

/** Uses up the one-time link and creates the owner account with its password. Of two at once, one gets it. */
export async function createOwner(db: Database, { token, name, email, password }: NewOwner): Promise<Viewer> {
  await assertUsable(db, token);
  const hash = await hashPassword(password);
  return modelTransaction(db, async (tx) => {
    // Two links, or one link twice: whoever comes second waits here, and finds an owner.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('milepost owner'))`;
    await assertUsable(tx, token);
    await tx.ownerLink.update({ where: { tokenHash: hashOwnerToken(token) }, data: { usedAt: new Date() } });
    const id = randomUUID();
    const user = await tx.user.create({
      data: {
        id,
        name,
        email: email.toLowerCase(),
        role: 'owner',
        accounts: {
          create: { id: randomUUID(), accountId: id, providerId: 'credential', password: hash },
        },
      },
    });
    return { id, name: user.name, email: user.email, role: user.role };
  });
}

async function assertUsable(db: ModelTransaction, token: string): Promise<void> {
  if (await ownerExists(db))
    throw new AppError('CONFLICT', 'This console has its owner already; sign in instead.');
  const link = await db.ownerLink.findUnique({ where: { tokenHash: hashOwnerToken(token) } });
  if (!link || link.usedAt || link.expiresAt < new Date())
    throw new AppError(
      'FORBIDDEN',
      'This link is no longer valid. Start Milepost again, and use the link that it prints.',
    );
}
