import { dependencies } from '../dependencies';

/** Better-auth's endpoints, for `/api/auth/[...all]`: sign-in, sign-out, session. */
export function handleAuth(request: Request): Promise<Response> {
  return dependencies().auth.handler(request);
}
