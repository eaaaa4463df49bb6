import type { Database } from '@milepost/db/client';
import { endedSessions } from '../../auth/ended-sessions';
import type { SessionUser } from '../../views/views';
import { withOwnerLock } from './owner-lock';

/**
 * Ends a person's sessions and deletes the account with its invitations; what they asked for keeps their address. Open streams end at once in this
 * process, within 15 s in others. Idempotent.
 */
export async function removePerson(
  db: Database,
  { by, userId }: { by: SessionUser; userId: string },
): Promise<void> {
  const sessions = await withOwnerLock(db, by.id, async (tx) => {
    const open = await tx.session.findMany({ where: { userId }, select: { id: true } });
    await tx.user.deleteMany({ where: { id: userId } });
    return open;
  });
  for (const { id } of sessions) endedSessions.emit(id);
}
