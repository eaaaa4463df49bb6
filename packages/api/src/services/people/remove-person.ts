import type { Database } from '@milepost/db/client';
import { endedSessions } from '../../auth/ended-sessions';
import type { Viewer } from '../../views';
import { asOwner } from './owner-lock';

/**
 * Ends a person's sessions and deletes the account; what they asked for keeps their address. Open streams end at once in this
 * process, within 15 s in others. Twice is once.
 */
export async function removePerson(
  db: Database,
  { by, userId }: { by: Viewer; userId: string },
): Promise<void> {
  const sessions = await asOwner(db, by.id, async (tx) => {
    const open = await tx.session.findMany({ where: { userId }, select: { id: true } });
    await tx.user.deleteMany({ where: { id: userId } });
    return open;
  });
  for (const { id } of sessions) endedSessions.emit(id);
}
