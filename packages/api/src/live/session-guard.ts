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

export interface SessionGuard {
  /** Aborted with `ended` or `changed` as its reason, as soon as the right to see the stream is another. */
  signal: AbortSignal;
  stop: () => void;
}

/** Watches over the right to see a stream: at once where the session ends in this process, else within `everyMs`. */
export function guardSession({ sessionId, viewer, readSession, everyMs }: Guarded): SessionGuard {
  const controller = new AbortController();
  const end = () => {
    controller.abort('ended');
  };
  const check = async () => {
    const session = await readSession();
    if (session?.sessionId !== sessionId) end();
    else if (session.viewer.role !== viewer.role) controller.abort('changed');
  };
  const timer = setInterval(() => {
    check().catch(() => undefined); // the database is away: the stream itself tells of that
  }, everyMs);
  endedSessions.once(sessionId, end);
  return {
    signal: controller.signal,
    stop: () => {
      clearInterval(timer);
      endedSessions.off(sessionId, end);
    },
  };
}
