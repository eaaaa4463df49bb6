import type { Dependencies } from '../dependencies';
import { refusal } from '../http/refusal';

/** Answers one request to better-auth. What changes something is refused unless it comes from a page of this console. */
export async function serveAuth(
  { auth, url }: Pick<Dependencies, 'auth' | 'url'>,
  request: Request,
): Promise<Response> {
  return refusal(url, request) ?? auth.handler(request);
}
