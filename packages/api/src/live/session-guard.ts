import { endedSessions } from '../auth/ended-sessions';
import type { SignedIn } from '../auth/read-session';
import type { Viewer } from '../views';

interface Guarded {
  sessionId: string;
  viewer: Viewer;
  readSession: () => Promise<SignedIn | null>;
  /** How often the session is read again, in milliseconds. */
  everyMs: number;
}

/** The session is over; or its role is another, and what may be seen with it. */
export type RightEnds = 'ended' | 'changed';

/**
 * Watches over the right to see a stream, and tells when it is another: at once where the session ends in this process, else within
 * `everyMs`. Answers with what stops it.
 */
export function guardSession(
  { sessionId, viewer, readSession, everyMs }: Guarded,
  tell: (why: RightEnds) => void,
): () => void {
  const end = () => tell('ended');
  const check = async () => {
    const session = await readSession();
    if (session?.sessionId !== sessionId) end();
    else if (session.viewer.role !== viewer.role) tell('changed');
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
