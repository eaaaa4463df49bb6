import { dependencies } from '../process/dependencies';
import { serveAuth } from './serve-auth';

/** Better-auth's endpoints, for `/api/auth/[...all]`: sign-in, sign-out, session. */
export function handleAuth(request: Request): Promise<Response> {
  return serveAuth(dependencies(), request);
}
