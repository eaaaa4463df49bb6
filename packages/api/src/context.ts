import type { Dependencies } from './dependencies';
import type { Viewer } from './views';

/** What a procedure is given with each request. */
export interface Context {
  dependencies: Dependencies;
  /** Who asks; null when nobody is signed in. */
  viewer: Viewer | null;
  /** Reads the session again: a stream must end with the right to see it. */
  readViewer: () => Promise<Viewer | null>;
  /** The HTTP method: a secret is never accepted in an address. */
  method: string;
}
