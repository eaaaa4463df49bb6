import type { SignedIn } from '../auth/read-session';
import type { Dependencies } from '../process/dependencies';
import type { SessionUser } from '../views/views';

/** What a procedure is given with each request. */
export interface Context {
  dependencies: Dependencies;
  /** The signed-in user; null when nobody is signed in. */
  user: SessionUser | null;
  /** By which session; null when nobody is signed in. */
  sessionId: string | null;
  /** Reads the session again: a stream must end with the right to see it. */
  readSession: () => Promise<SignedIn | null>;
  /** The HTTP method: a secret is never accepted in an address. */
  method: string;
}
