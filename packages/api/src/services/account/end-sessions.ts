import type { ModelTransaction } from '@milepost/db/client';
import { endedSessions } from '../../auth/ended-sessions';

/**
 * Ends all sessions of a person but `except`. To be called within the transaction of its reason; what it answers with
 * ends the open streams of this process, once that has committed. Those of other processes end within 15 s.
 */
export async function endSessions(
  tx: ModelTransaction,
  { userId, except }: { userId: string; except?: string },
): Promise<() => void> {
  const others = { userId, ...(except !== undefined && { id: { not: except } }) };
  const ended = await tx.session.findMany({ where: others, select: { id: true } });
  await tx.session.deleteMany({ where: { id: { in: ended.map(({ id }) => id) } } });
  return () => {
    for (const { id } of ended) endedSessions.emit(id);
  };
}
