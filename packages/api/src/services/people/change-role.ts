import type { Database } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import type { Role, SessionUser } from '../../views/views';
import { withOwnerLock } from './owner-lock';

/** Takes effect with the person's next request; open streams restart within 15 s. Invitations by someone who is no longer an owner are void. */
export function changeRole(
  db: Database,
  { by, userId, role }: { by: SessionUser; userId: string; role: Role },
): Promise<void> {
  return withOwnerLock(db, by.id, async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: userId }, data: { role } });
    if (count === 0) throw requestError('NOT_FOUND', { code: 'user_not_found' });
    if (role !== 'owner') await tx.invitation.deleteMany({ where: { createdById: userId, usedAt: null } });
  });
}
