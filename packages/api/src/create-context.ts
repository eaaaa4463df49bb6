import { readViewer } from './auth/read-viewer';
import type { Context } from './context';
import type { Dependencies } from './dependencies';

/** The context of one request. */
export async function createContext(dependencies: Dependencies, request: Request): Promise<Context> {
  const read = () => readViewer(dependencies.auth, request.headers);
  return { dependencies, viewer: await read(), readViewer: read, method: request.method };
}
