import { requestError } from '../errors/request-error';
import { toTrpcError } from '../errors/to-trpc-error';
import type { PreviewRequest } from '../services/packages/preview-plan';
import type { PackageRequest } from '../services/packages/validate-request';

interface Caller {
  method: string;
  user: { id: string };
}

/** Throws AppError BAD_REQUEST where its input would be in an address: it may hold a secret. */
export function previewRequest(
  { method, user }: Caller,
  request: PackageRequest,
  signal: AbortSignal | undefined,
): PreviewRequest {
  assertPost(method);
  return { ...request, personId: user.id, signal: signal ?? new AbortController().signal };
}

/** Throws AppError BAD_REQUEST where the input would be in an address: it may hold a secret. */
export function assertPost(method: string): void {
  if (method !== 'POST') throw requestError('BAD_REQUEST', { code: 'post_required' });
}

/** What a stream throws passes no middleware. */
export async function* withTrpcErrors<T>(steps: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* steps;
  } catch (error) {
    throw toTrpcError(error);
  }
}
