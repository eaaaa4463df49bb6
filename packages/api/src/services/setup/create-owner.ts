import { randomUUID } from 'node:crypto';
import { modelTransaction } from '@milepost/db/client';
import { lockOwners } from '@milepost/db/people/lock-owners';
import type { Database } from '@milepost/db/client';
import { hashPassword } from 'better-auth/crypto';
import { passwordGate } from '../../auth/password-gate';
import type { SessionUser } from '../../views/views';
import { assertOwnerLink } from './owner-link';
import { hashOwnerToken } from './owner-token';

export interface NewOwner {
  token: string;
  name: string;
  email: string;
  password: string;
}

/** Uses up the one-time link and creates the owner account with its password. Of two at once, one gets it. */
export async function createOwner(
  db: Database,
  { token, name, email, password }: NewOwner,
): Promise<SessionUser> {
  await assertOwnerLink(db, token);
  const hash = await passwordGate.run(() => hashPassword(password));
  return modelTransaction(db, async (tx) => {
    // Two links, or one link twice: whoever comes second waits here, and finds an owner.
    await lockOwners(tx);
    await assertOwnerLink(tx, token);
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
