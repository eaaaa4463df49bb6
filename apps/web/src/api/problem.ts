import { TRPCClientError } from '@trpc/client';

/** What went wrong, for people: one sentence, and which fields of a form it concerns. */
export interface Problem {
  /** The API's code, or `UNREACHABLE` when no answer came. */
  code: string;
  message: string;
  fields: Record<string, string>;
  /** The operation that it is about, where there is one to look at. */
  operationId: string | null;
}

interface ErrorData {
  code: string;
  message: string;
  fields?: Record<string, string>;
  operationId?: string;
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data;
}

/** Any thrown value as a problem; no answer at all reads as an unreachable console. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    if (isErrorData(data)) {
      const { code, message, fields = {}, operationId = null } = data;
      return { code, message, fields, operationId };
    }
  }
  return {
    code: 'UNREACHABLE',
    message: 'The console does not answer. Operations on the servers go on without it.',
    fields: {},
    operationId: null,
  };
}

/** Whether asking again may help: not for what the API has judged. */
export function mayPass(error: unknown): boolean {
  return ['UNREACHABLE', 'INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'].includes(
    problemOf(error).code,
  );
}
