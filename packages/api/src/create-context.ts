import { readSession } from './auth/read-session';
import type { Context } from './context';
import type { Dependencies } from './dependencies';

/** The context of one request. */
export async function createContext(
  dependencies: Dependencies,
  request: Pick<Request, 'headers' | 'method'>,
): Promise<Context> {
  const read = () => readSession(dependencies.auth, request.headers);
  const session = await read();
  return {
    dependencies,
    viewer: session?.viewer ?? null,
    sessionId: session?.sessionId ?? null,
    readSession: read,
    method: request.method,
  };
}
