import type { Database } from '@milepost/db/client';
import { AppError } from '../../errors/app-error';
import type { Role, Viewer } from '../../views';
import { asOwner } from './owner-lock';

/** Counts with the person's next request; open streams begin anew within 15 s. */
export function changeRole(
  db: Database,
  { by, userId, role }: { by: Viewer; userId: string; role: Role },
): Promise<void> {
  return asOwner(db, by.id, async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: userId }, data: { role } });
    if (count === 0) throw new AppError('NOT_FOUND', 'There is nobody like that here any more.');
  });
}
