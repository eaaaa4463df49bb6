import { TRPCClientError } from '@trpc/client';

/** What went wrong, for people: one sentence, and which fields of a form it concerns. */
export interface Problem {
  /** The API's code, or `UNREACHABLE` when no answer came. */
  code: string;
  message: string;
  fields: Record<string, string>;
  /** The operation that it is about, where there is one to look at. */
  operationId: string | null;
  /** When the same request may succeed, in milliseconds from now; null where the API does not say. */
  retryAfterMs: number | null;
}

interface ErrorData {
  code: string;
  message: string;
  fields?: Record<string, string>;
  operationId?: string;
  retryAfterSeconds?: number;
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data;
}

/** Any thrown value as a problem; no answer at all reads as an unreachable console. */
export function toProblem(error: unknown): Problem {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    if (isErrorData(data)) {
      const { code, message, fields = {}, operationId = null, retryAfterSeconds } = data;
      const retryAfterMs = retryAfterSeconds === undefined ? null : retryAfterSeconds * 1000;
      return { code, message, fields, operationId, retryAfterMs };
    }
  }
  return {
    code: 'UNREACHABLE',
    message: 'The console is not responding. Operations on your servers are not affected.',
    fields: {},
    operationId: null,
    retryAfterMs: null,
  };
}

/** Whether what was asked for is not there; an id that no row can have is the same. For reads of one thing by its id. */
export function isMissing(error: unknown): boolean {
  return ['NOT_FOUND', 'BAD_REQUEST'].includes(toProblem(error).code);
}

/** Whether asking again may help: not for what the API has judged. */
export function isRetryable(error: unknown): boolean {
  return [
    'UNREACHABLE',
    'INTERNAL_SERVER_ERROR',
    'SERVICE_UNAVAILABLE',
    'TIMEOUT',
    'TOO_MANY_REQUESTS',
  ].includes(toProblem(error).code);
}
