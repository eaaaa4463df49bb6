import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError } from './app-error';
import { UnknownProblem } from './to-trpc-error';

/** What a client is given in `error.data`. */
export interface ErrorData {
  code: TRPCError['code'];
  /** One sentence for people. */
  message: string;
  /** A form's field → its sentence. Nested fields are joined by dots: `login.password`. */
  fields?: Record<string, string>;
  /** The operation that it is about. */
  operationId?: string;
  /** When the same request may succeed. */
  retryAfterSeconds?: number;
}

/** The public part of an error: nothing internal. */
export function errorData(error: TRPCError): ErrorData {
  const { code, cause } = error;
  if (cause instanceof AppError)
    return {
      ...{ code, message: cause.publicMessage },
      ...(cause.fields && { fields: cause.fields }),
      ...(cause.operationId !== undefined && { operationId: cause.operationId }),
      ...(cause.retryAfterSeconds !== undefined && { retryAfterSeconds: cause.retryAfterSeconds }),
    };
  if (cause instanceof ZodError) {
    const fields = fieldsOf(cause);
    return { code, message: invalidSentence(fields), fields };
  }
  if (cause instanceof UnknownProblem) return { code, message: cause.publicMessage };
  return { code, message: PROTOCOL_SENTENCES[code] ?? 'The request failed.' };
}

/** For what tRPC itself refuses: its own messages quote parsers and paths. */
const PROTOCOL_SENTENCES: Partial<Record<TRPCError['code'], string>> = {
  PARSE_ERROR: 'The request could not be read as JSON.',
  BAD_REQUEST: 'The request could not be read.',
  NOT_FOUND: 'The API has no such procedure.',
  METHOD_NOT_SUPPORTED: 'The procedure cannot be called with this HTTP method.',
  UNSUPPORTED_MEDIA_TYPE: 'Send the input of the request as JSON.',
  PAYLOAD_TOO_LARGE: 'The request is too large.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side.',
};

/** The first sentence of each field. */
export function fieldsOf(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message;
  return fields;
}

/** The sentence of the one field that is wrong, or how many are: `fields` maps each to its sentence. */
export function invalidSentence(fields: Record<string, string>): string {
  const [first, ...others] = Object.values(fields);
  if (first !== undefined && others.length === 0) return first;
  return `${others.length + 1} fields need to be corrected.`;
}
