import { randomUUID } from 'node:crypto';
import { modelTransaction } from '@milepost/db/client';
import { lockOwners } from '@milepost/db/people/lock-owners';
import { notify } from '@milepost/db/notifications/notify';
import { hashPassword } from 'better-auth/crypto';
import { passwordGate } from '../../auth/password-gate';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import type { SessionUser } from '../../views/views';
import type { NewOwner } from '../setup/create-owner';
import { invalidInvitation, usableLink } from './invitation';

type Needed = Pick<Dependencies, 'db' | 'notifier'>;

/**
 * Uses up an invitation, creates the account with its role, and notifies all owners. Of two at once, one gets it.
 *
 * @throws AppError FORBIDDEN, CONFLICT
 */
export async function join(
  { db, notifier }: Needed,
  { token, name, email, password }: NewOwner,
): Promise<SessionUser> {
  const address = email.toLowerCase();
  const invited = await db.invitation.findFirst({ where: usableLink(token), select: { email: true } });
  if (!invited) throw invalidInvitation();
  if (invited.email !== address)
    throw requestError('FORBIDDEN', { code: 'invitation_for_other_email' }, { field: 'email' });
  const hash = await passwordGate.run(() => hashPassword(password));
  const joined = await modelTransaction(db, async (tx) => {
    // Removing and demoting people takes the same lock: whether the creator is an owner stays as it is read.
    await lockOwners(tx);
    const invitation = await tx.invitation.findFirst({
      where: usableLink(token),
      include: { createdBy: { select: { name: true } } },
    });
    if (!invitation) throw invalidInvitation();
    const { role, createdBy } = invitation;
    await tx.invitation.update({ where: { id: invitation.id }, data: { usedAt: new Date() } });
    if ((await tx.user.count({ where: { email: address } })) > 0)
      throw requestError('CONFLICT', { code: 'email_taken' }, { field: 'email' });
    const id = randomUUID();
    const account = { id: randomUUID(), accountId: id, providerId: 'credential', password: hash };
    await tx.user.create({ data: { id, name, email: address, role, accounts: { create: account } } });
    await notify(tx, {
      key: `joined:${id}`,
      kind: 'person_joined',
      audience: 'owners',
      serverId: null,
      content: { code: 'person_joined', name, role, email: address, invitedBy: createdBy.name },
    });
    return { id, name, email: address, role };
  });
  notifier.publishNotifications('owners');
  return joined;
}
