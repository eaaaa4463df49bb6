import type { Database } from '@milepost/db/client';
import { AppError } from '../../errors/app-error';
import type { Role, SessionUser } from '../../views/views';
import { withOwnerLock } from './owner-lock';

/** Takes effect with the person's next request; open streams restart within 15 s. Invitations by someone who is no longer an owner are void. */
export function changeRole(
  db: Database,
  { by, userId, role }: { by: SessionUser; userId: string; role: Role },
): Promise<void> {
  return withOwnerLock(db, by.id, async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: userId }, data: { role } });
    if (count === 0) throw new AppError('NOT_FOUND', 'This user no longer exists.');
    if (role !== 'owner') await tx.invitation.deleteMany({ where: { createdById: userId, usedAt: null } });
  });
}
