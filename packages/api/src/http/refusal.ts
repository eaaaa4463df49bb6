import { isFromOurPages } from '../auth/trusted-origins';

/** No form of ours is larger, and no other sender has a reason to be. */
const MOST_BYTES = 1024 * 1024;

/** Why a request is not even read: from a foreign page, or too large. Null when it may be. */
export function refusal(url: URL, request: Request): Response | null {
  if (request.method === 'GET') return null;
  if (!isFromOurPages(url, request))
    return refuse(403, 'This request does not come from a page of this console.');
  // The HTTP server holds a sender to the length it names; a browser names one.
  if (request.headers.has('transfer-encoding')) return refuse(411, 'Say how long the request is.');
  if (Number(request.headers.get('content-length')) > MOST_BYTES)
    return refuse(413, 'The request is too large.');
  return null;
}

const refuse = (status: number, message: string): Response => Response.json({ message }, { status });
