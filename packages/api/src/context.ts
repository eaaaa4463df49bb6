import type { SignedIn } from './auth/read-session';
import type { Dependencies } from './dependencies';
import type { Viewer } from './views';

/** What a procedure is given with each request. */
export interface Context {
  dependencies: Dependencies;
  /** Who asks; null when nobody is signed in. */
  viewer: Viewer | null;
  /** By which session; null when nobody is signed in. */
  sessionId: string | null;
  /** Reads the session again: a stream must end with the right to see it. */
  readSession: () => Promise<SignedIn | null>;
  /** The HTTP method: a secret is never accepted in an address. */
  method: string;
}
