import type { Dependencies } from '../dependencies';
import { isFromOurPages } from './trusted-origins';

/** Answers one request to better-auth. What changes something is refused unless it comes from a page of this console. */
export async function serveAuth(
  { auth, url }: Pick<Dependencies, 'auth' | 'url'>,
  request: Request,
): Promise<Response> {
  if (request.method !== 'GET' && !isFromOurPages(url, request))
    return Response.json(
      { message: 'This request does not come from a page of this console.' },
      { status: 403 },
    );
  return auth.handler(request);
}
