import { endedSessions } from '../auth/ended-sessions';
import type { SignedIn } from '../auth/read-session';
import type { SessionUser } from '../views/views';

interface GuardedSession {
  sessionId: string;
  user: SessionUser;
  readSession: () => Promise<SignedIn | null>;
  /** How often the session is read again, in milliseconds. */
  everyMs: number;
}

/** The session has ended, or its role has changed. */
export type AccessLoss = 'ended' | 'changed';

/**
 * Watches the session of a stream and calls back when access is lost: at once where the session ends in this process, else within
 * `everyMs`. Returns a function that stops it.
 */
export function guardSession(
  { sessionId, user, readSession, everyMs }: GuardedSession,
  onLoss: (why: AccessLoss) => void,
): () => void {
  const end = () => onLoss('ended');
  const check = async () => {
    const session = await readSession();
    if (session?.sessionId !== sessionId) end();
    else if (session.user.role !== user.role) onLoss('changed');
  };
  const timer = setInterval(() => {
    check().catch(() => undefined); // the database is away: the stream itself tells of that
  }, everyMs);
  endedSessions.on(sessionId, end);
  return () => {
    clearInterval(timer);
    endedSessions.off(sessionId, end);
  };
}
