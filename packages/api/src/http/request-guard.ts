import type { RequestProblem } from '@milepost/contract/errors/request-problem';
import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { isFromOurPages } from '../auth/trusted-origins';
import { MAX_BATCH } from './max-batch';

/** No form of ours is larger, and no other sender has a reason to be. */
const MAX_BYTES = 1024 * 1024;

/** Why a request is not even read: from a foreign page, or too large. Null when it may be. */
export function rejectRequest(url: URL, request: Request): Response | null {
  if (request.method === 'GET') return null;
  if (!isFromOurPages(url, request)) return rejection(403, { code: 'origin_foreign' });
  // The HTTP server holds a sender to the length it names; a browser names one.
  if (request.headers.has('transfer-encoding')) return rejection(411, { code: 'length_missing' });
  if (Number(request.headers.get('content-length')) > MAX_BYTES)
    return rejection(413, { code: 'request_too_large' });
  return null;
}

/** Refuses a batch of more than MAX_BATCH procedures. tRPC would answer in words that are not for people. */
export function rejectBatch({ url }: Request): Response | null {
  const { pathname, searchParams } = new URL(url);
  const separators = pathname.match(/,|%2c/gi)?.length ?? 0;
  if (searchParams.get('batch') !== '1' || separators < MAX_BATCH) return null;
  return rejection(413, { code: 'batch_too_large', most: MAX_BATCH });
}

const rejection = (status: number, problem: RequestProblem): Response =>
  Response.json({ message: requestErrorMessage(problem) }, { status });
